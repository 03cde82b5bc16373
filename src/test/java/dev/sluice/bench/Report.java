package dev.sluice.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints headings and tables as Markdown, each row as soon as it is known. */
record Report(PrintStream out) {
  void heading(String title) {
    out.println();
    out.println("### " + title);
    out.println();
  }

  void columns(String... names) {
    row(names);
    out.println("|---".repeat(names.length) + "|");
  }

  void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
    out.flush();
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Says the first few of these, when there are any. */
  void complain(List<String> broken) {
    broken.stream().distinct().limit(3).forEach(text -> say("(broken: " + text + ")"));
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }

  static String times(double value) {
    return String.format(Locale.ROOT, "%.2f×", value);
  }
}
