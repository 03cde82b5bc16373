package dev.sluice.model.messages;

import static dev.sluice.model.messages.Calls.HELLO;
import static dev.sluice.model.messages.Calls.KEY;
import static dev.sluice.model.messages.Calls.await;
import static dev.sluice.model.messages.Calls.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ModelException.Authentication;
import dev.sluice.model.ModelException.BadRequest;
import dev.sluice.model.ModelException.Connection;
import dev.sluice.model.ModelException.Server;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MessagesClientRequestTest {
  private final Vertx vertx = TestVertx.create();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void sendsExactlyThisRequest() throws Exception {
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("text"))) {
      await(client(upstream.url()).start(HELLO, _ -> {}).reply());

      String request = upstream.requests().getFirst();
      String body = request.substring(request.indexOf("\r\n\r\n") + 4);
      assertThat(body).isEqualTo(new String(RequestEncoder.encode(HELLO), UTF_8));
      assertThat(headLines(request))
          .containsExactlyInAnyOrder(
              "post /v1/messages http/1.1",
              "host: " + upstream.url().getAuthority(),
              "x-api-key: " + KEY,
              "anthropic-version: 2023-06-01",
              "content-type: application/json",
              "accept: text/event-stream, application/json",
              "accept-encoding: identity",
              "user-agent: sluice-test",
              "content-length: " + body.getBytes(UTF_8).length);
    }
  }

  @Test
  void keepsTheBasePath() throws Exception {
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("text"))) {
      await(client(URI.create(upstream.url() + "/team/a%20b/")).start(HELLO, _ -> {}).reply());

      assertThat(upstream.requests().getFirst())
          .startsWith("POST /team/a%20b/v1/messages HTTP/1.1\r\n");
    }
  }

  @Test
  void asksForTheKeyAtEachCallAndSendsNoneWhenThereIsNone() throws Exception {
    var key = new AtomicReference<>("first\n");
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("text"))) {
      var client = new MessagesClient(vertx, Calls.config(upstream.url()), key::get);
      await(client.start(HELLO, _ -> {}).reply());
      key.set("");
      // The script serves one request on each connection.
      var other = new MessagesClient(vertx, Calls.config(upstream.url()), key::get);
      await(other.start(HELLO, _ -> {}).reply());

      assertThat(headLines(upstream.requests().get(0))).contains("x-api-key: first");
      assertThat(upstream.requests().get(1)).doesNotContainIgnoringCase("x-api-key");
    }
  }

  @Test
  void theProbeAsksForOneModel() throws Exception {
    try (var upstream =
        RawUpstream.answering(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json", "{\"data\":[]}".getBytes(UTF_8))) {
      await(client(upstream.url()).probe());

      assertThat(headLines(upstream.requests().getFirst()))
          .contains(
              "get /v1/models?limit=1 http/1.1",
              "x-api-key: " + KEY,
              "anthropic-version: 2023-06-01");
    }
  }

  @Test
  void theProbeFailsAsACallWould() throws Exception {
    byte[] none = new byte[0];
    try (var badKey = RawUpstream.answering("HTTP/1.1 401 No", none);
        var noSuchPath = RawUpstream.answering("HTTP/1.1 404 No", none);
        var page = RawUpstream.answering("HTTP/1.1 200 OK\r\ncontent-type: text/html", none);
        var silent = RawUpstream.playing(RawUpstream.Peer::request)) {
      failure(client(badKey.url()).probe(), Authentication.class);
      failure(client(noSuchPath.url()).probe(), BadRequest.class);
      failure(client(page.url()).probe(), Server.class);
      failure(client(silent.url()).probe(), Connection.class);
    }
  }

  private MessagesClient client(URI url) {
    return new MessagesClient(vertx, Calls.config(url), () -> KEY);
  }

  private static List<String> headLines(String request) {
    return request
        .substring(0, request.indexOf("\r\n\r\n"))
        .lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .toList();
  }
}
