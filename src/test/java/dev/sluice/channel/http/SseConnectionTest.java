package dev.sluice.channel.http;

import static dev.sluice.channel.http.SseSessionTest.append;
import static dev.sluice.channel.http.SseSessionTest.assertFreed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Envelope;
import dev.sluice.event.Events;
import dev.sluice.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SseConnectionTest {

  @Test
  void drainEndsOpenStreamsAndThoseThatCome() {
    try (var server = new SseServer(SseServer.OPTIONS);
        var client = server.connect()) {
      append(server, Events.started(1));
      client.head();
      client.frame();
      server.sessions.drain().await();
      assertThat(client.rest()).matches("retry: \\d+\n");
      assertThat(server.end()).isEqualTo(SseEnd.DRAINED);
      assertFreed(server);
      try (var late = server.connect()) {
        assertThat(late.head()).contains("HTTP/1.1 200 OK");
        assertThat(late.rest()).startsWith("retry: ");
        assertThat(server.end()).isEqualTo(SseEnd.DRAINED);
      }
    }
  }

  @Test
  void aShutdownOfTheServerDoesNotWaitForItsStreams() throws Exception {
    try (var server = new SseServer(SseServer.OPTIONS);
        var client = server.connect()) {
      client.head();
      client.line();
      server.server.shutdown(10, TimeUnit.MINUTES).await(1, TimeUnit.MINUTES);
      assertThat(server.end()).isEqualTo(SseEnd.DRAINED);
      assertThat(client.rest()).matches("retry: \\d+\n");
    }
  }

  @Test
  void aShutdownEndsAllStreamsOfOneHttp2Connection() throws Exception {
    try (var server = new SseServer(SseServer.OPTIONS)) {
      HttpClientResponse one = get(server);
      HttpClientResponse two = get(server);
      assertThat(one.version()).isEqualTo(HttpVersion.HTTP_2);
      assertThat(one.request().connection()).isSameAs(two.request().connection());
      var bodies = Future.all(one.body(), two.body());
      server.server.shutdown(10, TimeUnit.MINUTES).await(1, TimeUnit.MINUTES);
      assertThat(server.end()).isEqualTo(SseEnd.DRAINED);
      assertThat(server.end()).isEqualTo(SseEnd.DRAINED);
      bodies.await();
      assertThat(one.body().result().toString()).startsWith("retry: ");
    }
  }

  @Test
  void streamsOverHttp2ToTheEnd() {
    try (var server = new SseServer(SseServer.OPTIONS)) {
      append(server, Events.started(1), Events.text(1, 2, "a"), Events.done(1, 3));
      HttpClientResponse response = get(server);
      assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream; charset=utf-8");
      Buffer body = response.body().await();
      assertThat(body.toString())
          .contains("id: 1-1\nevent: start\n", "id: 1-2\nevent: token\n", "event: done\n")
          .endsWith("}\n\n");
      assertThat(server.end()).isEqualTo(SseEnd.COMPLETE);
      assertFreed(server);
    }
  }

  @Test
  void givesASlowHttp2ReaderEverything() {
    String part = "0123456789".repeat(20);
    var events = IntStream.rangeClosed(1, 20_000).mapToObj(i -> Events.text(1, i, part)).toList();
    try (var server =
        new SseServer(SseServer.OPTIONS, (s, request) -> s.start(request, SseSource.of(events)))) {
      HttpClientResponse response =
          server
              .http2
              .request(HttpMethod.GET, server.server.actualPort(), "127.0.0.1", "/")
              .compose(request -> request.send().onSuccess(HttpClientResponse::pause))
              .await();
      Future<Buffer> body = response.body();
      response.resume();
      long text =
          body.await()
              .toString()
              .lines()
              .filter(line -> line.startsWith("data: "))
              .mapToLong(line -> Json.parseObject(line.substring(6)).get("text").asText().length())
              .sum();
      assertThat(text).isEqualTo(20_000L * part.length());
      assertThat(server.end()).isEqualTo(SseEnd.COMPLETE);
    }
  }

  @Test
  void resetsAnHttp2ReaderThatTakesNothing() {
    List<Envelope> large = List.of(Events.text(1, 1, "x".repeat(8 << 20)));
    try (var server =
        new SseServer(SseServer.IMPATIENT, (s, request) -> s.start(request, SseSource.of(large)))) {
      var broken = new CompletableFuture<Throwable>();
      server
          .http2
          .request(HttpMethod.GET, server.server.actualPort(), "127.0.0.1", "/")
          .compose(
              request ->
                  request
                      .exceptionHandler(broken::complete)
                      .send()
                      .onSuccess(response -> response.exceptionHandler(broken::complete).pause()))
          .await();
      assertThat(server.end()).isEqualTo(SseEnd.STUCK);
      assertThat(broken.orTimeout(30, TimeUnit.SECONDS).join())
          .isInstanceOf(StreamResetException.class);
    }
  }

  @Test
  void noticesAnHttp2ReaderThatLeaves() {
    try (var server = new SseServer(SseServer.OPTIONS)) {
      HttpClientResponse response = get(server);
      response.request().reset(8);
      assertThat(server.end()).isEqualTo(SseEnd.CLIENT_GONE);
      assertFreed(server);
      assertThat(server.hasMoreEnds()).isFalse();
    }
  }

  private static HttpClientResponse get(SseServer server) {
    return server
        .http2
        .request(HttpMethod.GET, server.server.actualPort(), "127.0.0.1", "/")
        .compose(
            request ->
                request
                    .send()
                    .map(
                        response -> {
                          response.body();
                          return response;
                        }))
        .await();
  }
}
