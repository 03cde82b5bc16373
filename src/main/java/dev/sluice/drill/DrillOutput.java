package dev.sluice.drill;

import dev.sluice.agent.AgentOutput;
import dev.sluice.event.RunEvent;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps nothing of a run but when its first text came. Never full. */
final class DrillOutput implements AgentOutput {
  private final InstantSource clock;
  private final Instant asked;
  private @Nullable Duration untilText;

  DrillOutput(InstantSource clock) {
    this.clock = clock;
    this.asked = clock.instant();
  }

  @Override
  public void emit(RunEvent event) {
    if (event instanceof RunEvent.TextAdded && untilText == null) {
      untilText = soFar();
    }
  }

  Duration soFar() {
    return Duration.between(asked, clock.instant());
  }

  Optional<Duration> untilText() {
    return Optional.ofNullable(untilText);
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public void onDrain(Runnable action) {
    action.run();
  }

  @Override
  public Future<Void> flush() {
    return Future.succeededFuture();
  }
}
