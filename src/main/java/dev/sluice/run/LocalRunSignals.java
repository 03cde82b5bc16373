package dev.sluice.run;

import dev.sluice.id.RunId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Signals within one process. Thread-safe; listeners hear on the context they registered on. */
public final class LocalRunSignals implements RunSignals {
  private static final int MANY = 10_000;
  private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

  private final Vertx vertx;
  private final InstantSource clock;
  private final ConcurrentHashMap<RunId, List<Ear>> ears = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<RunId, Instant> lastSeen = new ConcurrentHashMap<>();

  private record Ear(Context context, CancelListener listener) {}

  public LocalRunSignals(Vertx vertx, InstantSource clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  @Override
  public void cancel(RunId run, String reason) {
    ears.getOrDefault(run, List.of())
        .forEach(ear -> ear.context().runOnContext(now -> ear.listener().cancelled(reason)));
  }

  @Override
  public Registration onCancel(RunId run, CancelListener listener) {
    var ear = new Ear(vertx.getOrCreateContext(), listener);
    // Within the map's own step: a list that was just emptied must not be added to.
    ears.compute(
        run,
        (id, listening) -> {
          List<Ear> those = listening == null ? new CopyOnWriteArrayList<>() : listening;
          those.add(ear);
          return those;
        });
    return () -> forget(run, ear);
  }

  private void forget(RunId run, Ear ear) {
    ears.computeIfPresent(
        run,
        (id, listening) -> {
          listening.remove(ear);
          return listening.isEmpty() ? null : listening;
        });
    lastSeen.remove(run);
  }

  @Override
  public void present(RunId run) {
    Instant now = clock.instant();
    lastSeen.put(run, now);
    if (lastSeen.size() > MANY) {
      lastSeen.values().removeIf(seen -> seen.isBefore(now.minus(FORGET_AFTER)));
    }
  }

  @Override
  public Duration unattended(RunId run) {
    Instant now = clock.instant();
    return Duration.between(lastSeen.computeIfAbsent(run, never -> now), now);
  }
}
