package dev.sluice.simulator;

import dev.sluice.simulator.wire.ApiError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The buckets of every model group: admits calls, counts output, spells the headers. */
final class RateBook {
  private static final long ROUNDING = 1_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final RateLimits limits;
  private final InstantSource clock;
  private final Map<String, Group> groups = new HashMap<>();

  RateBook(RateLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  private record Group(SimulatedBucket requests, SimulatedBucket input, SimulatedBucket output) {}

  /** Books a call that is about to start, or says why it may not. */
  Optional<ApiError> admit(String groupName, long inputTokens) {
    Group group = group(groupName);
    if (!group.requests().tryTake(1)) {
      return limited("requests", group.requests(), 1);
    }
    if (group.output().remaining() < 1) {
      return limited("output tokens", group.output(), 1);
    }
    return group.input().tryTake(inputTokens)
        ? Optional.empty()
        : limited("input tokens", group.input(), inputTokens);
  }

  /** Books a call that has no tokens: one that is refused, or one that only counts. */
  Optional<ApiError> admitRequest(String groupName) {
    SimulatedBucket requests = group(groupName).requests();
    return requests.tryTake(1) ? Optional.empty() : limited("requests", requests, 1);
  }

  /** Books output as it is produced; it may run into debt, which later calls wait for. */
  void produced(String groupName, long outputTokens) {
    group(groupName).output().take(outputTokens);
  }

  /** The header family as it stands now; empty when it is switched off. */
  Map<String, String> headers(String groupName) {
    if (!limits.headers()) {
      return Map.of();
    }
    Group group = group(groupName);
    Map<String, String> headers = new LinkedHashMap<>();
    put(headers, "requests", group.requests(), group.requests().remaining());
    put(headers, "input-tokens", group.input(), rounded(group.input()));
    put(headers, "output-tokens", group.output(), rounded(group.output()));
    Instant later = later(group.input().fullAt(), group.output().fullAt());
    put(
        headers,
        "tokens",
        group.input().capacity() + group.output().capacity(),
        rounded(group.input()) + rounded(group.output()),
        later);
    return headers;
  }

  private Group group(String name) {
    return groups.computeIfAbsent(
        name,
        _ ->
            new Group(
                bucket(limits.requests()),
                bucket(limits.inputTokens()),
                bucket(limits.outputTokens())));
  }

  private SimulatedBucket bucket(long capacity) {
    return new SimulatedBucket(capacity, limits.period(), clock);
  }

  private Optional<ApiError> limited(String what, SimulatedBucket bucket, long amount) {
    String message =
        "This request would exceed your organization's rate limit of %d %s per %s."
            .formatted(bucket.capacity(), what, period());
    long seconds = Math.max(1, ceilSeconds(bucket.untilAvailable(amount)));
    return Optional.of(
        new ApiError(
            429, "rate_limit_error", message, null, Map.of("retry-after", Long.toString(seconds))));
  }

  private String period() {
    Duration period = limits.period();
    return period.equals(Duration.ofMinutes(1)) ? "minute" : period.toSeconds() + " seconds";
  }

  private static long ceilSeconds(Duration wait) {
    return Math.ceilDiv(wait.toNanos(), NANOS_PER_SECOND);
  }

  private static long rounded(SimulatedBucket bucket) {
    long rounded = (bucket.remaining() + ROUNDING / 2) / ROUNDING * ROUNDING;
    return Math.min(bucket.capacity(), rounded);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static void put(
      Map<String, String> headers, String family, SimulatedBucket bucket, long remaining) {
    put(headers, family, bucket.capacity(), remaining, bucket.fullAt());
  }

  private static void put(
      Map<String, String> headers, String family, long limit, long remaining, Instant reset) {
    String prefix = "anthropic-ratelimit-" + family;
    Instant second = reset.plusNanos(NANOS_PER_SECOND - 1).truncatedTo(ChronoUnit.SECONDS);
    headers.put(prefix + "-limit", Long.toString(limit));
    headers.put(prefix + "-remaining", Long.toString(remaining));
    headers.put(prefix + "-reset", second.toString());
  }
}
