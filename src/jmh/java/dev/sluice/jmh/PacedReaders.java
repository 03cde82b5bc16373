package dev.sluice.jmh;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Load for a profile: so many people ask at once and read to the end. Prints the streams that
 * ended, those that failed, and the events read.
 */
public final class PacedReaders {
  private static final int PER_SECOND = 250;
  private static final int LINES_OF_EVENT = 4;
  private static final Buffer QUESTION = Buffer.buffer("{\"message\": \"Go\"}");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final RequestOptions question;
  private final HttpClient client;

  private PacedReaders(URI gateway, int readers) {
    question =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(gateway.resolve("/v1/chat/stream").toString())
            .putHeader("content-type", "application/json");
    client =
        vertx.createHttpClient(
            new HttpClientOptions(),
            new PoolOptions().setHttp1MaxSize(readers).setEventLoopSize(1));
  }

  /** Arguments: the gateway's base URL and the number of readers. */
  public static void main(String[] args) {
    int readers = Integer.parseInt(args[1]);
    var load = new PacedReaders(URI.create(args[0]), readers);
    Future.join(IntStream.range(0, readers).mapToObj(load::read).toList()).otherwiseEmpty().await();
    System.out.printf(
        "ended %s, failed %s, events %s%n",
        load.ended, load.failed, load.lines.get() / LINES_OF_EVENT);
    load.vertx.close().await();
  }

  /** The start is spread, so that accepting the runs is not what is measured. */
  private Future<Void> read(int reader) {
    return vertx
        .timer(1 + reader * 1000L / PER_SECOND, TimeUnit.MILLISECONDS)
        .compose(_ -> client.request(question))
        .compose(this::send)
        .onSuccess(_ -> ended.incrementAndGet())
        .onFailure(_ -> failed.incrementAndGet());
  }

  private Future<Void> send(HttpClientRequest request) {
    return request
        .send(QUESTION)
        .compose(
            response -> {
              if (response.statusCode() != 200) {
                return Future.failedFuture("status " + response.statusCode());
              }
              response.handler(chunk -> lines.addAndGet(lines(chunk)));
              return response.end();
            });
  }

  private static int lines(Buffer chunk) {
    int lines = 0;
    for (int i = 0; i < chunk.length(); i++) {
      lines += chunk.getByte(i) == '\n' ? 1 : 0;
    }
    return lines;
  }
}
