package dev.sluice.limit;

import dev.sluice.simulator.SimulatedBucket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The simulator's buckets, and what the provider's headers would say of them. */
final class SimulatedProvider {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SimulatedBucket requests;
  private final SimulatedBucket input;
  private final SimulatedBucket output;

  SimulatedProvider(StartBudget limits, VirtualTime time) {
    this.requests = new SimulatedBucket(limits.requests(), MINUTE, time);
    this.input = new SimulatedBucket(limits.inputTokens(), MINUTE, time);
    this.output = new SimulatedBucket(limits.outputTokens(), MINUTE, time);
  }

  /** Empty when the call is taken, else when to try again, in whole seconds. */
  Optional<Duration> admit(long inputTokens) {
    if (!requests.tryTake(1)) {
      return limited(requests, 1);
    }
    if (output.remaining() < 1) {
      return limited(output, 1);
    }
    return input.tryTake(inputTokens) ? Optional.empty() : limited(input, inputTokens);
  }

  private static Optional<Duration> limited(SimulatedBucket bucket, long amount) {
    long nanos = bucket.untilAvailable(amount).toNanos();
    return Optional.of(Duration.ofSeconds(Math.max(1, Math.ceilDiv(nanos, 1_000_000_000L))));
  }

  void produced(long outputTokens) {
    output.take(outputTokens);
  }

  /** As the headers spell it: tokens in thousands. */
  LimitReport report() {
    return new LimitReport(
        said(requests, requests.remaining()),
        said(input, thousands(input)),
        said(output, thousands(output)),
        Optional.empty(),
        Optional.empty());
  }

  private static long thousands(SimulatedBucket bucket) {
    return Math.min(bucket.capacity(), (bucket.remaining() + 500) / 1_000 * 1_000);
  }

  private static Optional<LimitReport.Budget> said(SimulatedBucket bucket, long remaining) {
    Instant full = bucket.fullAt();
    return Optional.of(
        new LimitReport.Budget(
            OptionalLong.of(bucket.capacity()),
            OptionalLong.of(remaining),
            Optional.empty(),
            Optional.of(full)));
  }
}
