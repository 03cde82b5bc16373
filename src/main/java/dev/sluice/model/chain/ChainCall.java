package dev.sluice.model.chain;

import io.vertx.core.Future;

/** One turn on its way. To be used on the context that started it. */
public interface ChainCall {

  /** Fails with a {@link ChainException} when the turn cannot be had. */
  Future<ChainReply> reply();

  /** No {@link ChainEvent.Streamed} while paused: back-pressure reaches the model. */
  void pause();

  void resume();

  /**
   * Gives up the place in line, the retry or the call, whichever it is at; the reply fails with a
   * {@link dev.sluice.model.ModelException.Cancelled} within. Without effect when it has ended.
   */
  void cancel();
}
