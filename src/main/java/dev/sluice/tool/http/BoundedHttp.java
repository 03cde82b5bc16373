package dev.sluice.tool.http;

import dev.sluice.resilience.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * HTTP requests whose answers are bounded in bytes and in time, and that end with their call.
 *
 * <p>Call it on a Vert.x context, the one the cancellation is confined to. Fails only with {@link
 * dev.sluice.tool.ToolException}, whose message names no address: of the kind UNAVAILABLE when the
 * other side has no certificate to trust, else FAILING.
 */
public final class BoundedHttp {
  private final Vertx vertx;
  private final HttpClient client;

  public BoundedHttp(Vertx vertx, HttpClient client) {
    this.vertx = vertx;
    this.client = client;
  }

  /**
   * Sends the request and collects the answer. What comes after {@code maxBytes} is not read: the
   * connection is closed, as it is on cancellation and at the time-out.
   */
  public Future<Answer> send(RequestOptions request, Buffer body, Bounds bounds, Cancellation end) {
    return new Exchange(vertx, client, request, body, bounds, end).start();
  }

  /**
   * The limits of one exchange.
   *
   * @param maxBytes of the answer's body
   * @param timeout from the start to the last byte
   * @param wanted decides by the head of the answer whether its body is read at all
   */
  public record Bounds(int maxBytes, Duration timeout, Predicate<HttpClientResponse> wanted) {}

  /**
   * What came back.
   *
   * @param cut there was more than {@code maxBytes}
   */
  public record Answer(int status, MultiMap headers, Buffer body, boolean cut) {}
}
