package dev.sluice.model.chain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which models share a budget, as far as their names tell. Models of the fourth generation and of
 * the line fable share one for each line and generation; later ones have one each; a date in the
 * name makes no difference. A name of another form is a group of its own.
 */
public final class ModelGroup {
  private static final Pattern NAME =
      Pattern.compile("claude-([a-z]+)-(\\d)(?:-(\\d{1,2}))?(?:-\\d{8})?");

  private ModelGroup() {}

  public static String of(String model) {
    Matcher name = NAME.matcher(model);
    if (!name.matches()) {
      return model;
    }
    String line = name.group(1) + "-" + name.group(2);
    boolean shared = name.group(2).equals("4") || name.group(1).equals("fable");
    return shared || name.group(3) == null ? line : line + "-" + name.group(3);
  }
}
