package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the environment into a scalar: <code>${NAME}</code>, <code>${NAME:default}</code>, and
 * <code>$${</code> for a literal <code>${</code>. Works on the parsed value and only once, so that
 * a variable adds neither YAML structure nor further substitutions. An empty variable counts as
 * unset.
 */
record Substitution(UnaryOperator<@Nullable String> env) {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:(\\$\\{)|\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\\})?)");

  Text apply(Tree.Scalar scalar) throws Refusal {
    Matcher matcher = REFERENCE.matcher(scalar.raw());
    StringBuilder value = new StringBuilder();
    List<String> used = new ArrayList<>();
    List<String> unset = new ArrayList<>();
    while (matcher.find()) {
      matcher.appendReplacement(value, "");
      value.append(replacement(matcher, used, unset));
    }
    if (!unset.isEmpty()) {
      throw new Refusal(unsetMessage(unset));
    }
    matcher.appendTail(value);
    return new Text(value.toString(), scalar.plain(), List.copyOf(used));
  }

  private String replacement(Matcher matcher, List<String> used, List<String> unset)
      throws Refusal {
    if (matcher.group(1) != null) {
      return "${";
    }
    String name = matcher.group(2);
    if (name == null) {
      throw new Refusal(
          "holds a ${ that is no ${NAME} or ${NAME:default}; write $${ for the characters");
    }
    used.add(name);
    String value = env.apply(name);
    if (value != null && !value.isEmpty()) {
      return value;
    }
    String fallback = matcher.group(3);
    if (fallback == null) {
      unset.add(name);
      return "";
    }
    return fallback;
  }

  private static String unsetMessage(List<String> names) {
    String list = String.join(", ", names);
    return "needs "
        + list
        + " from the environment, which is not set; set it, or give a default: ${"
        + names.getFirst()
        + ":default}";
  }
}
