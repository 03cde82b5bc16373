package dev.sluice;

/** The name of a tool as an operator sees it: a model may ask for one that it made up. */
final class ShownName {
  private static final int MOST = 64;

  private ShownName() {}

  static String of(String name) {
    return name.matches("[\\w.:/-]{1," + MOST + "}") ? name : "(not a name)";
  }
}
