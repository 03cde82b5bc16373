package dev.sluice.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Corrects buckets by what headers said. What is left is only ever corrected downwards: the headers
 * are rounded, and describe the state before the call's own output was counted.
 */
final class Lessons {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long ROUNDED_TO = 1_000;

  /** Below it a thousand is too much for a provider to round to. */
  private static final long ROUNDED_FROM = 10_000;

  private final Duration longestWindow;

  Lessons(LimiterConfig config) {
    this.longestWindow = config.longestWindow();
  }

  /** What has been granted since that time and is not settled yet. */
  interface UnderWay {
    long since(long tick, Kind kind);
  }

  void learn(Buckets buckets, LimitReport report, UnderWay underWay, Ticks ticks, long now) {
    var lesson = new Lesson(buckets, underWay, ticks, now);
    report.requests().ifPresent(said -> learn(lesson, Kind.REQUESTS, said));
    report.inputTokens().ifPresent(said -> learn(lesson, Kind.INPUT_TOKENS, said));
    report.outputTokens().ifPresent(said -> learn(lesson, Kind.OUTPUT_TOKENS, said));
    if (report.inputTokens().isEmpty() && report.outputTokens().isEmpty()) {
      report.combinedTokens().ifPresent(said -> learnCombined(lesson, said));
    }
  }

  /** Neither of both can be more than both, so the limits to begin with have had their day. */
  private void learnCombined(Lesson lesson, LimitReport.Budget said) {
    if (said.limit().orElse(0) > 0 && !tooLong(said)) {
      lesson.buckets().findOrAdd(Kind.TOKENS, said.limit().getAsLong(), lesson.now());
      learnLimit(lesson, Kind.INPUT_TOKENS, said);
      learnLimit(lesson, Kind.OUTPUT_TOKENS, said);
    }
    learn(lesson, Kind.TOKENS, said);
  }

  private void learn(Lesson lesson, Kind kind, LimitReport.Budget said) {
    Optional<Bucket> bucket = lesson.buckets().find(kind);
    if (bucket.isPresent() && !tooLong(said)) {
      learnLimit(lesson, kind, said);
      lesson.left(bucket.get(), kind, said).ifPresent(bucket.get()::atMost);
    }
  }

  private static void learnLimit(Lesson lesson, Kind kind, LimitReport.Budget said) {
    said.limit()
        .ifPresent(
            limit ->
                lesson
                    .buckets()
                    .find(kind)
                    .ifPresent(bucket -> bucket.limit(limit, window(bucket, said))));
  }

  /** Where it is not told, as when too little was used to tell, what was learned before stands. */
  private static Duration window(Bucket bucket, LimitReport.Budget said) {
    return said.window().orElse(Duration.ofNanos((long) bucket.window()));
  }

  private boolean tooLong(LimitReport.Budget said) {
    return said.window().orElse(MINUTE).compareTo(longestWindow) > 0;
  }

  /**
   * One report at one time.
   *
   * @param underWay calls that the provider may not have counted yet when it looked
   */
  private record Lesson(Buckets buckets, UnderWay underWay, Ticks ticks, long now) {
    /** From the call's way to the provider until the head of its answer is here. */
    private static final long LATENCY = 5 * Ticks.SECOND;

    OptionalDouble left(Bucket bucket, Kind kind, LimitReport.Budget said) {
      OptionalDouble told = told(bucket, kind, said);
      return told.isEmpty()
          ? told
          : OptionalDouble.of(told.getAsDouble() - uncounted(bucket, kind));
    }

    private OptionalDouble told(Bucket bucket, Kind kind, LimitReport.Budget said) {
      if (said.remaining().orElse(-1) >= 0) {
        long remaining = said.remaining().getAsLong();
        return OptionalDouble.of((double) remaining - rounding(bucket, kind, remaining));
      }
      if (said.remaining().isEmpty() && said.fullAt().isPresent()) {
        double missing = ticks.at(said.fullAt().get()) - now;
        return OptionalDouble.of(bucket.limit() * (1 - Math.max(0, missing) / bucket.window()));
      }
      return OptionalDouble.empty();
    }

    private static long rounding(Bucket bucket, Kind kind, long remaining) {
      boolean rounded = remaining % ROUNDED_TO == 0 && bucket.limit() >= ROUNDED_FROM;
      return rounded && kind != Kind.REQUESTS ? ROUNDED_TO / 2 : 0;
    }

    /** Output is counted as it comes; what is older than a window has come back in the meantime. */
    private double uncounted(Bucket bucket, Kind kind) {
      long window = (long) Math.min(bucket.window(), Ticks.MINUTE);
      return switch (kind) {
        case REQUESTS, INPUT_TOKENS -> underWay.since(now - LATENCY, kind);
        case OUTPUT_TOKENS -> underWay.since(now - window, kind);
        case TOKENS ->
            underWay.since(now - LATENCY, Kind.INPUT_TOKENS)
                + underWay.since(now - window, Kind.OUTPUT_TOKENS);
      };
    }
  }
}
