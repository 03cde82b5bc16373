package dev.sluice.limit;

import dev.sluice.message.Usage;

/** What one call takes of the budgets. */
record Cost(long input, long output) {
  static final Cost NO_TOKENS = new Cost(0, 0);

  /** What is read from the provider's cache is free; what is written to it is not. */
  static Cost of(Usage usage) {
    return new Cost(
        usage.inputTokens() + usage.cacheWrite5mTokens() + usage.cacheWrite1hTokens(),
        usage.outputTokens());
  }

  Cost plus(Cost other) {
    return new Cost(input + other.input, output + other.output);
  }

  Cost minus(Cost other) {
    return new Cost(input - other.input, output - other.output);
  }

  long of(Kind kind) {
    return switch (kind) {
      case REQUESTS -> 1;
      case INPUT_TOKENS -> input;
      case OUTPUT_TOKENS -> output;
      case TOKENS -> input + output;
    };
  }
}
