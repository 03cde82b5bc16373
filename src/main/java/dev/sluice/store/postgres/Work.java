package dev.sluice.store.postgres;

import io.vertx.core.Future;

/**
 * Something to do on one connection. It may be done again after its answer was lost, so it must
 * find what it did the first time.
 */
@FunctionalInterface
interface Work<T> {
  Future<T> on(Session session);
}
