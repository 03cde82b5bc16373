package dev.sluice.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.TestVertx;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader on a raw socket, who reads when the test says so. */
@Timeout(60)
class ViewerTest {
  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final Buffer FRAME = Buffer.buffer("x".repeat(1 << 20));

  private final Vertx vertx = TestVertx.create();
  private final Socket reader = new Socket();
  private final AtomicInteger overs = new AtomicInteger();
  private final Promise<Void> over = Promise.promise();
  private final Promise<Void> closed = Promise.promise();

  @AfterEach
  void stop() throws IOException {
    reader.close();
    vertx.close().await();
  }

  @Test
  void dropsAReaderWhoTakesNothing() throws IOException {
    var before = Promise.<Integer>promise();
    connect(
        (viewer, request) ->
            fill(
                viewer,
                request,
                () -> {
                  viewer.check(T.plusSeconds(29));
                  before.complete(overs.get());
                  viewer.check(T.plusSeconds(30));
                }));

    assertThat(before.future().await()).isZero();
    closed.future().await();
    assertThat(overs).hasValue(1);
  }

  @Test
  void keepsOnlyTheLatestForASlowReader() throws IOException {
    connect(
        (viewer, request) ->
            fill(
                viewer,
                request,
                () -> {
                  viewer.send(Buffer.buffer("second"), T);
                  viewer.send(Buffer.buffer("third"), T);
                  vertx.setPeriodic(
                      5,
                      _ -> {
                        viewer.check(T);
                        if (!request.response().writeQueueFull()) {
                          viewer.end();
                        }
                      });
                }));

    assertThat(heard().replace("x", "")).contains("third").doesNotContain("second");
  }

  @Test
  void showsLifeWhenThereIsNothingToSay() throws IOException {
    connect(
        (viewer, _) -> {
          viewer.check(T.plusSeconds(14));
          viewer.send(Buffer.buffer("between"), T.plusSeconds(14));
          viewer.check(T.plusSeconds(28));
          viewer.send(Buffer.buffer("later"), T.plusSeconds(28));
          viewer.check(T.plusSeconds(43));
          viewer.end();
        });

    String heard = heard();
    assertThat(heard).containsSubsequence("retry: 2000", "between", "later", ": ka");
    assertThat(heard.split(": ka", -1)).hasSize(2);
    assertThat(overs).hasValue(1);
  }

  @Test
  void isOverWhenTheReaderLeaves() throws IOException {
    var opened = Promise.<Void>promise();
    connect((_, _) -> opened.complete());
    opened.future().await();

    reader.close();

    over.future().await();
  }

  /** Sends until the connection takes no more. */
  private void fill(Viewer viewer, HttpServerRequest request, Runnable then) {
    var full = new AtomicInteger();
    vertx.setPeriodic(
        5,
        timer -> {
          if (!request.response().writeQueueFull()) {
            full.set(0);
            viewer.send(FRAME, T);
          } else if (full.incrementAndGet() > 20) {
            vertx.cancelTimer(timer);
            then.run();
          }
        });
  }

  private String heard() throws IOException {
    return new String(reader.getInputStream().readAllBytes(), US_ASCII);
  }

  /** Plays on the server's event loop. */
  private void connect(BiConsumer<Viewer, HttpServerRequest> play) throws IOException {
    var server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  request.connection().closeHandler(_ -> closed.tryComplete());
                  play.accept(Viewer.open(request, T, this::isOver), request);
                })
            .listen(0, "127.0.0.1")
            .await();
    reader.setReceiveBufferSize(4096);
    reader.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
    reader
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
  }

  private void isOver() {
    overs.incrementAndGet();
    over.tryComplete();
  }
}
