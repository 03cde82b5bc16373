package dev.sluice.model.chain;

import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelRequest;
import java.time.Duration;
import java.util.Optional;

/** What happens while a turn is had from the chain. Consumers switch exhaustively. */
public sealed interface ChainEvent {

  /** From the attempt that is under way. */
  record Streamed(ModelEvent event) implements ChainEvent {}

  /** In line for room at the target; may come again when the expectation moves. */
  record Waiting(ModelTarget target, Duration expected) implements ChainEvent {}

  /**
   * The same target is called again after the delay.
   *
   * @param attempt the one to come; the first retry is 2
   */
  record Retrying(ModelTarget target, int attempt, Duration delay, ModelException why)
      implements ChainEvent {}

  /** Another target goes on. */
  record FellBack(ModelTarget from, ModelTarget to, ModelException why) implements ChainEvent {}

  /**
   * A call that was made has failed; it may have cost something.
   *
   * @param duration from its start, without the wait before it
   */
  record AttemptEnded(
      ModelTarget target,
      ModelRequest request,
      ModelException failure,
      Duration duration,
      Optional<Duration> untilFirstContent)
      implements ChainEvent {}

  /** Text or thinking streamed so far in this turn is void: it is done again. */
  record Voided(ModelException why) implements ChainEvent {}
}
