package dev.sluice.simulator.agent;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the expression that a clause wants to have calculated. */
final class Arithmetic {
  private static final String NUMBER = "\\d+(?:\\.\\d+)?";
  private static final String OPERAND = "[(\\s]*-?" + NUMBER + "[)\\s]*";
  private static final Pattern EXPRESSION =
      Pattern.compile(OPERAND + "(?:(?:[-+*/^%])" + OPERAND + ")+");
  private static final Pattern PERCENT =
      Pattern.compile("(" + NUMBER + ")\\s*(?:%|percent)\\s+of\\s+(" + NUMBER + ")");
  private static final Pattern ROOT =
      Pattern.compile("square root of\\s+(" + NUMBER + ")", Pattern.CASE_INSENSITIVE);
  private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");
  private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}\\b)");

  private Arithmetic() {}

  static Optional<String> in(String clause) {
    String plain = symbols(DATE.matcher(clause).replaceAll(" "));
    Matcher percent = PERCENT.matcher(plain);
    if (percent.find()) {
      return Optional.of("%s * %s / 100".formatted(percent.group(2), percent.group(1)));
    }
    Matcher root = ROOT.matcher(plain);
    if (root.find()) {
      return Optional.of("sqrt(%s)".formatted(root.group(1)));
    }
    Matcher expression = EXPRESSION.matcher(plain);
    return expression.find() ? Optional.of(balanced(expression.group())) : Optional.empty();
  }

  private static String symbols(String text) {
    return THOUSANDS
        .matcher(text)
        .replaceAll("")
        .replaceAll("(?i)(?<=[\\d)\\s])\\s*(?:times|multiplied by|×|·)\\s*(?=[\\d(])", " * ")
        .replaceAll("(?i)(?<=[\\d)])\\s*x\\s*(?=[\\d(])", " * ")
        .replaceAll("(?i)\\s(?:divided by|over)\\s|÷", " / ")
        .replaceAll("(?i)\\splus\\s", " + ")
        .replaceAll("(?i)\\sminus\\s|−", " - ")
        .replaceAll("(?i)\\sto the power of\\s", " ^ ");
  }

  // A parenthesis of the sentence may stick to the expression.
  private static String balanced(String found) {
    String text = found.strip();
    while (count(text, '(') > count(text, ')') && text.startsWith("(")) {
      text = text.substring(1).strip();
    }
    while (count(text, ')') > count(text, '(') && text.endsWith(")")) {
      text = text.substring(0, text.length() - 1).strip();
    }
    return text;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }
}
