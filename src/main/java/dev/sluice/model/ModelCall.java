package dev.sluice.model;

import io.vertx.core.Future;

/** One running model call. To be used on the context that started it. */
public interface ModelCall {

  /**
   * The whole message once the model said it was complete; else fails with a {@link
   * ModelException}.
   */
  Future<ModelReply> reply();

  /** Stops reading from upstream: back-pressure reaches the model. No event while paused. */
  void pause();

  void resume();

  /**
   * Closes the upstream connection, so that generation stops. The reply fails with {@link
   * ModelException.Cancelled} at once. Without effect on a finished call.
   */
  void cancel();
}
