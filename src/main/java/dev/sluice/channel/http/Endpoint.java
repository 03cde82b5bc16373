package dev.sluice.channel.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * One method of one path.
 *
 * @param path in the router's form, parameters as {@code :name}
 */
record Endpoint(HttpMethod method, String path, Action action) {

  /** Answers a request on its event loop; may fail with any exception, thrown or in the Future. */
  @FunctionalInterface
  interface Action {
    Future<Answer> answer(Call call);
  }

  static Endpoint get(String path, Action action) {
    return new Endpoint(HttpMethod.GET, path, action);
  }

  static Endpoint post(String path, Action action) {
    return new Endpoint(HttpMethod.POST, path, action);
  }

  static Endpoint delete(String path, Action action) {
    return new Endpoint(HttpMethod.DELETE, path, action);
  }
}
