package dev.sluice.ops;

import dev.sluice.ops.HealthCheck.Result;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks, all at once, and keeps the report for a while. However often it is asked, there
 * is one round of checks at a time, and each check has a limited time. Confined to one event loop.
 */
final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final Vertx vertx;
  private final List<HealthCheck> checks;
  private final ManagementConfig config;
  private final InstantSource clock;
  private final Map<String, Future<Result>> asked = new HashMap<>();
  private Optional<Round> latest = Optional.empty();

  /** What the checks said, by name in the order of the list. */
  record Report(HealthCheck.Status status, Map<String, Result> checks) {}

  private record Round(Instant begun, Future<Report> report) {
    boolean isFresh(Instant now, Duration keep) {
      return !report.isComplete() || now.isBefore(begun.plus(keep));
    }
  }

  Readiness(Vertx vertx, List<HealthCheck> checks, ManagementConfig config, InstantSource clock) {
    this.vertx = vertx;
    this.checks = List.copyOf(checks);
    this.config = config;
    this.clock = clock;
  }

  /** The latest report, made anew when it is too old. Never fails. */
  Future<Report> report() {
    Instant now = clock.instant();
    Optional<Round> fresh = latest.filter(round -> round.isFresh(now, config.keepReport()));
    if (fresh.isEmpty()) {
      fresh = Optional.of(new Round(now, runAll()));
      latest = fresh;
    }
    return fresh.get().report();
  }

  private Future<Report> runAll() {
    var running = new ArrayList<Future<Result>>();
    checks.forEach(check -> running.add(run(check)));
    return Future.all(running).map(_ -> report(running));
  }

  private Report report(List<Future<Result>> results) {
    var byName = new LinkedHashMap<String, Result>();
    var worst = HealthCheck.Status.OK;
    for (int i = 0; i < checks.size(); i++) {
      Result result = results.get(i).result();
      byName.put(checks.get(i).name(), result);
      worst = result.status().compareTo(worst) > 0 ? result.status() : worst;
    }
    return new Report(worst, byName);
  }

  private Future<Result> run(HealthCheck check) {
    Promise<Result> promise = Promise.promise();
    long timer =
        vertx.setTimer(
            config.checkTimeout().toMillis(),
            _ -> promise.tryFail(new TimeoutException("no answer in time")));
    ask(check).onSuccess(promise::tryComplete).onFailure(promise::tryFail);
    return promise
        .future()
        .onComplete(_ -> vertx.cancelTimer(timer))
        .otherwise(failure -> silent(check, failure));
  }

  /** A check that still owes an answer is not asked again: stuck ones would pile up. */
  private Future<Result> ask(HealthCheck check) {
    Future<Result> owed = asked.get(check.name());
    if (owed != null && !owed.isComplete()) {
      return owed;
    }
    Future<Result> answer = Future.succeededFuture(check).compose(HealthCheck::check);
    asked.put(check.name(), answer);
    return answer;
  }

  /** The text of the failure goes to the log only: it may name addresses. */
  private static Result silent(HealthCheck check, Throwable failure) {
    LOG.warn("health check {} failed", check.name(), failure);
    String detail =
        failure instanceof TimeoutException ? "no answer in time" : "the check failed; see the log";
    return new Result(check.whenSilent(), detail);
  }
}
