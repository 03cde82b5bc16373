package dev.sluice;

import dev.sluice.ops.HealthCheck;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A check that is made again only after a while: a good answer stands for the whole period, a bad
 * one for a tenth of it. Confined to one context.
 */
final class CachedResult {
  private final InstantSource clock;
  private final Duration period;
  private final Supplier<Future<HealthCheck.Result>> check;
  private HealthCheck.@Nullable Result last;
  private Instant until = Instant.MIN;

  CachedResult(InstantSource clock, Duration period, Supplier<Future<HealthCheck.Result>> check) {
    this.clock = clock;
    this.period = period;
    this.check = check;
  }

  Future<HealthCheck.Result> get() {
    var known = last;
    if (known != null && clock.instant().isBefore(until)) {
      return Future.succeededFuture(known);
    }
    return check.get().onSuccess(this::keep);
  }

  private void keep(HealthCheck.Result result) {
    last = result;
    boolean good = result.status() == HealthCheck.Status.OK;
    until = clock.instant().plus(good ? period : period.dividedBy(10));
  }
}
