package dev.sluice.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Asks and listens, all on one event loop of its own. {@link #work} is for other threads, the rest
 * for that event loop.
 */
final class Generator implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 20_000;

  private final Vertx vertx =
      Vertx.builder()
          .with(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1))
          .build();
  private final Context context = vertx.getOrCreateContext();
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions().setKeepAliveTimeout(600),
          new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));

  Vertx vertx() {
    return vertx;
  }

  /** Does the work on the event loop and waits for what comes of it. */
  <T> T work(Callable<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        _ -> {
          try {
            work.call().onComplete(done);
          } catch (Exception e) {
            done.fail(e);
          }
        });
    return done.future().await();
  }

  /** Completes at the end of the response; fails when it breaks or is no 200. */
  Future<Void> stream(
      RequestOptions options,
      String body,
      Consumer<HttpClientResponse> head,
      Consumer<byte[]> bytes) {
    return client
        .request(options)
        .compose(request -> request.send(body).compose(response -> read(response, head, bytes)));
  }

  private static Future<Void> read(
      HttpClientResponse response, Consumer<HttpClientResponse> head, Consumer<byte[]> bytes) {
    if (response.statusCode() != 200) {
      return response
          .body()
          .compose(body -> Future.failedFuture("status " + response.statusCode() + ": " + body));
    }
    Promise<Void> end = Promise.promise();
    head.accept(response);
    response
        .handler(buffer -> bytes.accept(buffer.getBytes()))
        .exceptionHandler(end::tryFail)
        .endHandler(_ -> end.tryComplete());
    return end.future();
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
