package dev.sluice.limit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The limits of one budget together: a call needs room in all of them. */
final class Buckets {
  private final LimiterConfig config;
  private final Map<Kind, Bucket> byKind = new EnumMap<>(Kind.class);

  Buckets(LimiterConfig config, StartBudget start, long now) {
    this.config = config;
    add(Kind.REQUESTS, start.requests(), now);
    add(Kind.INPUT_TOKENS, start.inputTokens(), now);
    add(Kind.OUTPUT_TOKENS, start.outputTokens(), now);
  }

  private Bucket add(Kind kind, long limit, long now) {
    Bucket bucket = new Bucket(config, limit, now);
    byKind.put(kind, bucket);
    return bucket;
  }

  Optional<Bucket> find(Kind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  Map<Kind, Bucket> all() {
    return byKind;
  }

  /** The provider counts this, too. */
  Bucket findOrAdd(Kind kind, long limit, long now) {
    Bucket bucket = byKind.get(kind);
    return bucket == null ? add(kind, limit, now) : bucket;
  }

  void refill(long now) {
    byKind.values().forEach(bucket -> bucket.refill(now));
  }

  long whenFits(Cost cost) {
    long when = -Ticks.NEVER;
    for (var entry : byKind.entrySet()) {
      when = Math.max(when, entry.getValue().whenFits(cost.of(entry.getKey())));
    }
    return when;
  }

  Lease.Marks take(Cost cost, long at) {
    refill(at);
    return new Lease.Marks(
        take(Kind.REQUESTS, cost),
        take(Kind.INPUT_TOKENS, cost),
        take(Kind.OUTPUT_TOKENS, cost),
        take(Kind.TOKENS, cost));
  }

  private Bucket.Mark take(Kind kind, Cost cost) {
    Bucket bucket = byKind.get(kind);
    return bucket == null ? Bucket.Mark.NONE : bucket.take(cost.of(kind));
  }

  /** Its tokens were these and not what was taken for it. */
  void correct(Lease lease, Cost used) {
    byKind.forEach((kind, bucket) -> correct(kind, bucket, lease, used));
  }

  private static void correct(Kind kind, Bucket bucket, Lease lease, Cost used) {
    long more = used.of(kind) - lease.cost().of(kind);
    if (more > 0) {
      bucket.take(more);
    } else if (more < 0) {
      bucket.giveBack(-more, lease.marks().of(kind));
    }
  }

  /** It took nothing at all. */
  void giveBack(Lease lease) {
    correct(lease, Cost.NO_TOKENS);
    find(Kind.REQUESTS).ifPresent(bucket -> bucket.giveBack(1, lease.marks().requests()));
  }

  void pace(double part) {
    byKind.values().forEach(bucket -> bucket.pace(part));
  }

  void close(long until) {
    byKind.values().forEach(bucket -> bucket.close(until));
  }
}
