package dev.sluice.model;

import java.util.function.Consumer;

/**
 * The port to a language model. Each attempt is one call; retries, limits and breakers are
 * decorators of this same port.
 */
public interface ModelClient {

  /**
   * Starts one streaming call on the calling Vert.x context. Events arrive on that context, in
   * order, before the reply completes. The listener must not throw.
   */
  ModelCall start(ModelRequest request, Consumer<ModelEvent> events);
}
