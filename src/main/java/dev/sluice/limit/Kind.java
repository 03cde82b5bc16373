package dev.sluice.limit;

import java.util.Locale;

/** What a provider counts. */
enum Kind {
  REQUESTS,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  /** Input and output together, where a provider knows only that. */
  TOKENS;

  /** As in states and metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
