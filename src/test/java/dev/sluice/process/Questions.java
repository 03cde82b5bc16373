package dev.sluice.process;

import java.util.List;
import java.util.random.RandomGenerator;

/** What people ask in the crash test, each once: the simulated model answers in its own ways. */
final class Questions {
  /** Not idempotent, and called in two turns by the second of these questions. */
  static final String BOOK = "book_seat";

  /** Idempotent. */
  static final String FIND = "find_seat";

  private static final List<String> FORMS =
      List.of(
          "Tell me a long story about %s",
          "Please think about %s",
          "Please use book_seat and find_seat {\"seat\": \"%s\"}",
          "Book twice: book_seat {\"seat\": \"%s\"}",
          "What is 12 * 7? Remember that %s likes tea. Please use book_seat",
          "Please find_seat {\"seat\": \"%s\"} and think about it");

  /** The second turn of the question that books twice; all else the small agent does by itself. */
  static final String SCRIPT =
      """
      rules:
        - when: {text: "Book twice", turn: 2}
          reply:
            - text: "Once more, as you wished."
            - tool_use: {name: book_seat, input: {seat: another}, fragments: 3}
      """;

  private Questions() {}

  /** {@code name} makes it different from all others. */
  static String any(RandomGenerator random, String name) {
    return FORMS.get(random.nextInt(FORMS.size())).formatted(name);
  }
}
