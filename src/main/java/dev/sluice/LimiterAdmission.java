package dev.sluice;

import dev.sluice.limit.BudgetKey;
import dev.sluice.limit.Limiter;
import dev.sluice.limit.Priority;
import dev.sluice.run.Admission;
import dev.sluice.run.RunClass;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses interactive runs that would wait for every model longer than a call may wait. */
final class LimiterAdmission implements Admission {
  private final Limiter limiter;
  private final Duration patience;
  private final List<FallbackSection> fallbacks;

  LimiterAdmission(Limiter limiter, SluiceConfig config) {
    this.limiter = limiter;
    this.patience = config.limiter().interactivePatience();
    this.fallbacks = config.model().fallbacks();
  }

  @Override
  public Future<Optional<Duration>> refuse(String model, RunClass runClass) {
    return switch (runClass) {
      case BACKGROUND -> Future.succeededFuture(Optional.empty());
      case INTERACTIVE -> shortestWait(model).map(this::refusal);
    };
  }

  /** When the wait will have come down to what is bearable. */
  private Optional<Duration> refusal(Duration wait) {
    return wait.compareTo(patience) > 0 ? Optional.of(wait.minus(patience)) : Optional.empty();
  }

  private Future<Duration> shortestWait(String model) {
    var waits = new ArrayList<Future<Duration>>();
    waits.add(wait(ModelSetup.budget(model), model));
    for (FallbackSection entry : fallbacks) {
      waits.add(wait(new BudgetKey(entry.provider(), entry.limitGroup()), entry.model()));
    }
    return Future.all(waits)
        .map(
            all ->
                waits.stream().map(Future::result).min(Duration::compareTo).orElse(Duration.ZERO));
  }

  private Future<Duration> wait(BudgetKey budget, String model) {
    return limiter.expectedWait(budget, model, Priority.INTERACTIVE);
  }
}
