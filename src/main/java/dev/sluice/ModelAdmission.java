package dev.sluice;

import dev.sluice.id.UserId;
import dev.sluice.limit.BudgetKey;
import dev.sluice.limit.Limiter;
import dev.sluice.limit.Priority;
import dev.sluice.run.Admission;
import dev.sluice.run.RunClass;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sends people away at the door when they would wait for their model, and for each that stands in,
 * longer than anybody is made to wait.
 */
final class ModelAdmission implements Admission {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final SluiceConfig config;
  private final Limiter limiter;

  private record Target(BudgetKey budget, String model) {}

  ModelAdmission(SluiceConfig config, Limiter limiter) {
    this.config = config;
    this.limiter = limiter;
  }

  @Override
  public Future<Optional<Duration>> refuse(String model, RunClass runClass, UserId user) {
    if (runClass == RunClass.BACKGROUND) {
      return Future.succeededFuture(Optional.empty());
    }
    var waits = targets(model).map(target -> wait(target, user)).toList();
    return Future.all(waits)
        .map(all -> all.<Duration>list().stream().min(Duration::compareTo).orElse(Duration.ZERO))
        .map(this::beyondPatience);
  }

  private Stream<Target> targets(String model) {
    var fallbacks =
        config.model().fallbacks().stream()
            .map(
                entry ->
                    new Target(new BudgetKey(entry.provider(), entry.limitGroup()), entry.model()));
    return Stream.concat(Stream.of(new Target(ModelSetup.budget(model), model)), fallbacks);
  }

  private Future<Duration> wait(Target target, UserId user) {
    return limiter.expectedWait(target.budget(), target.model(), Priority.INTERACTIVE, user);
  }

  private Optional<Duration> beyondPatience(Duration wait) {
    Duration beyond = wait.minus(config.limiter().interactivePatience());
    return beyond.isPositive()
        ? Optional.of(beyond.compareTo(SHORTEST) < 0 ? SHORTEST : beyond)
        : Optional.empty();
  }
}
