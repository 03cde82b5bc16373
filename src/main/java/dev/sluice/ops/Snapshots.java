package dev.sluice.ops;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots, one at a time: who asks while one is made gets that one. A source that does not
 * answer is not waited for longer than {@link #PATIENCE}. Confined to one event loop.
 */
final class Snapshots {
  static final int RUNS = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final OpsSource source;
  private final Rates rates;
  private final InstantSource clock;
  private Optional<Round> current = Optional.empty();

  private record Round(Instant begun, Future<Snapshot> snapshot) {
    boolean isUnderWay(Instant now) {
      return !snapshot.isComplete() && now.isBefore(begun.plus(PATIENCE));
    }
  }

  Snapshots(OpsSource source, Rates rates, InstantSource clock) {
    this.source = source;
    this.rates = rates;
    this.clock = clock;
  }

  /** Never fails, but may never come either: the source decides. */
  Future<Snapshot> take() {
    Instant now = clock.instant();
    Optional<Round> underWay = current.filter(round -> round.isUnderWay(now));
    if (underWay.isPresent()) {
      return underWay.get().snapshot();
    }
    Future<Snapshot> begun = make(now);
    current = Optional.of(new Round(now, begun));
    return begun;
  }

  private Future<Snapshot> make(Instant now) {
    var budgets = ask("budgets", OpsSource::budgets);
    var breakers = ask("breakers", OpsSource::breakers);
    var runs = ask("runs", from -> from.runs(RUNS));
    return Future.all(budgets, breakers, runs)
        .map(
            _ ->
                new Snapshot(
                    now,
                    source.load(),
                    rates.points(),
                    budgets.result(),
                    breakers.result(),
                    runs.result()));
  }

  private <T> Future<Optional<T>> ask(String part, Function<OpsSource, Future<T>> question) {
    return Future.succeededFuture(source)
        .compose(question)
        .map(Optional::of)
        .otherwise(
            failure -> {
              LOG.debug("the operator's view has no {}", part, failure);
              return Optional.empty();
            });
  }
}
