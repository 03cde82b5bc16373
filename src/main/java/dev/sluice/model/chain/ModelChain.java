package dev.sluice.model.chain;

import dev.sluice.id.RunId;
import dev.sluice.model.Timers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Gets turns from the model asked for, or from one that stands in for it. Every attempt passes
 * breaker and limiter; retries happen here and nowhere else. Stateless but for what it was given;
 * each turn lives on the context that starts it.
 */
public final class ModelChain {
  private final ModelTargets targets;
  private final Equipment equipment;
  private final InstantSource calendar;

  /**
   * @param calendar what deadlines are told by
   * @param clock what waits are measured by, that of the guards
   */
  public ModelChain(
      ModelTargets targets,
      Guards guards,
      ChainSettings settings,
      InstantSource calendar,
      InstantSource clock,
      Timers timers) {
    this.targets = targets;
    this.calendar = calendar;
    this.equipment = new Equipment(guards, settings, clock, timers);
  }

  /**
   * Starts one turn on the calling context. Events arrive on that context, in order, before the
   * reply completes; some may come before this returns. The listener must not throw.
   */
  public ChainCall start(TurnRequest turn, Consumer<ChainEvent> events) {
    Duration left = Duration.between(calendar.instant(), turn.deadline());
    var call =
        new ChainedCall(
            targets.of(turn.model(), turn.drill()),
            turn.until(equipment.clock().instant().plus(left)),
            equipment,
            events);
    call.begin();
    return call;
  }

  /** Whether this run is one of those that begin with the fallback; always the same for one run. */
  public boolean isDrill(RunId run) {
    return !targets.fallbacks().isEmpty() && Drill.picks(run, equipment.settings().drillShare());
  }
}
