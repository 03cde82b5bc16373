package dev.sluice.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says where budgets and permits stand. */
final class Standing {
  private static final BudgetKey PROCESS = new BudgetKey("process", "all");

  private final Ticks ticks;
  private final long now;
  private final List<BudgetState> states = new ArrayList<>();

  Standing(Ticks ticks, long now) {
    this.ticks = ticks;
    this.now = now;
  }

  List<BudgetState> states() {
    return List.copyOf(states);
  }

  void add(Account account) {
    account.buckets().refill(now);
    account.buckets().all().forEach((kind, bucket) -> add(account, kind, bucket));
  }

  private void add(Account account, Kind kind, Bucket bucket) {
    double perMinute = bucket.rate() * Ticks.MINUTE;
    states.add(
        new BudgetState(
            account.key(),
            kind.label(),
            Math.round(perMinute),
            (long) Math.max(0, bucket.left()),
            account.line().size(),
            longestWait(account.line()),
            pressure(bucket, account.line().wanted(kind) / perMinute),
            closedUntil(account)));
  }

  /** Beyond all that is there: the part of a minute's budget that is owed or waited for. */
  private static double pressure(Bucket bucket, double waiting) {
    double used = Math.max(0, 1 - bucket.left() / bucket.capacity());
    double debt = Math.max(0, bucket.owed() - bucket.capacity());
    return Math.min(1, used) + debt / (bucket.rate() * Ticks.MINUTE) + waiting;
  }

  private Duration longestWait(Line line) {
    Ticket oldest = line.oldest();
    return oldest == null ? Duration.ZERO : Duration.ofNanos(now - oldest.arrived());
  }

  private Optional<Instant> closedUntil(Account account) {
    return account.closedUntil() > now
        ? Optional.of(ticks.instant(account.closedUntil()))
        : Optional.empty();
  }

  void add(PermitBook permits) {
    permits
        .models()
        .forEach((model, own) -> add(new BudgetKey(model.provider(), model.name()), own));
    add(PROCESS, permits.process());
  }

  private void add(BudgetKey key, Permits permits) {
    states.add(
        new BudgetState(
            key,
            "permits",
            permits.all(),
            permits.free(Priority.INTERACTIVE),
            0,
            Duration.ZERO,
            (double) permits.taken() / permits.all(),
            Optional.empty()));
  }
}
