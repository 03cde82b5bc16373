package dev.sluice.ops;

import dev.sluice.message.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One thing that happened in a run. Turns count from 1. Nothing here is anybody's words. */
public sealed interface Step {
  Span span();

  /** Waited for a worker. */
  record Queued(Span span) implements Step {}

  /** A worker took it: the beginning of an epoch. */
  record Claimed(Span span, long epoch, String model) implements Step {}

  /**
   * A call of the model, from the end of what came before it.
   *
   * @param firstWord when the first visible word came
   * @param charge present once its usage is known
   */
  record ModelCalled(
      Span span, int turn, CallState state, Optional<Instant> firstWord, Optional<Charge> charge)
      implements Step {}

  /** A call of a tool; {@code duration} as the tool room measured it. */
  record ToolCalled(Span span, int turn, String name, ToolState state, Optional<Duration> duration)
      implements Step {}

  /** Waited for room at the model. */
  record Waited(Span span, String reason, Optional<Duration> expected) implements Step {}

  /** A call failed and is made again after the delay. */
  record Retried(Span span, int attempt, Duration delay, String reason) implements Step {}

  /** Another model goes on. */
  record FellBack(Span span, String from, String to, String reason) implements Step {}

  /** What was shown of the turn is void. */
  record Rewound(Span span, int turn, String reason) implements Step {}

  /** Events before this are no longer kept. */
  record Trimmed(Span span) implements Step {}

  /** Why it could not go on. */
  record Failed(Span span, String type) implements Step {}

  record Ended(Span span, String status, Optional<String> reason) implements Step {}

  /**
   * What a model call used and cost.
   *
   * @param estimated the provider's own figures did not come
   */
  record Charge(
      String model, Usage usage, long costMicros, boolean estimated, Optional<String> requestId) {}

  /** How a model call stands. */
  enum CallState {
    OPEN("open"),
    /** Its turn is in the journal, or its cost is booked. */
    SETTLED("settled"),
    /** It was broken off, and nothing is known of its usage. */
    CUT("cut");

    private final String wire;

    CallState(String wire) {
      this.wire = wire;
    }

    public String wire() {
      return wire;
    }
  }

  /** How a tool call stands. */
  enum ToolState {
    OPEN("open"),
    OK("ok"),
    FAILED("failed"),
    /** The answer goes on without it. */
    DEGRADED("degraded"),
    /** It was begun, and nobody knows how it ended. */
    UNKNOWN("unknown");

    private final String wire;

    ToolState(String wire) {
      this.wire = wire;
    }

    public String wire() {
      return wire;
    }
  }
}
