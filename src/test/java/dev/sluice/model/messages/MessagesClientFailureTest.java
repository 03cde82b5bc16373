package dev.sluice.model.messages;

import static dev.sluice.model.messages.Calls.HELLO;
import static dev.sluice.model.messages.Calls.KEY;
import static dev.sluice.model.messages.Calls.await;
import static dev.sluice.model.messages.Calls.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Block;
import dev.sluice.model.ModelCall;
import dev.sluice.model.ModelEvent.ErrorReported;
import dev.sluice.model.ModelEvent.TextDelta;
import dev.sluice.model.ModelException.Authentication;
import dev.sluice.model.ModelException.BadRequest;
import dev.sluice.model.ModelException.Cancelled;
import dev.sluice.model.ModelException.Connection;
import dev.sluice.model.ModelException.Overloaded;
import dev.sluice.model.ModelException.RateLimited;
import dev.sluice.model.ModelException.Server;
import dev.sluice.model.ModelException.TooLarge;
import dev.sluice.model.ModelException.Truncated;
import dev.sluice.model.PartialReply;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessagesClientFailureTest {
  private static final String START = Fixtures.text("text").substring(0, afterFirstDelta());

  private final Vertx vertx = TestVertx.create();
  private final Heard heard = new Heard();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void anErrorAnswerIsTypedAndItsConnectionUsedAgain() throws Exception {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow.\"}}";
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.send("HTTP/1.1 429 Too Many\r\ncontent-type: application/json\r\n");
              peer.send("retry-after: 3\r\nrequest-id: req_4\r\nx-other: 1\r\n");
              peer.send("content-length: " + error.length() + "\r\n\r\n" + error);
              peer.request();
              peer.head();
              peer.chunk(Fixtures.bytes("text"));
              peer.endChunks();
            })) {
      var config = Calls.narrow(upstream.url(), Duration.ofSeconds(30), 4);
      var client = new MessagesClient(vertx, config, () -> KEY);
      var limited = failure(client.start(HELLO, heard).reply(), RateLimited.class);

      assertThat(limited.error().retryAfter()).contains(Duration.ofSeconds(3));
      assertThat(limited.error().head().requestId()).contains("req_4");
      assertThat(limited.error().head().headers()).containsOnlyKeys("retry-after", "request-id");
      assertThat(heard.all()).isEmpty();
      assertThat(await(client.start(HELLO, heard).reply()).blocks()).hasSize(1);
    }
  }

  @Test
  void htmlOfTheNetworkInFrontIsTypedByStatus() throws Exception {
    byte[] html = "<html><h1>413</h1></html>".getBytes(UTF_8);
    try (var upstream =
        RawUpstream.answering("HTTP/1.1 413 Too Large\r\ncontent-type: text/html", html)) {
      assertThat(failure(call(upstream).reply(), TooLarge.class))
          .hasMessageContaining("text/html")
          .hasMessageNotContaining("<h1>");
    }
  }

  @Test
  void anEndlessErrorBodyIsReadOnlyToItsBound() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.send("HTTP/1.1 500 Oops\r\ncontent-type: text/plain\r\n\r\n");
              peer.send("x".repeat(64 * 1024));
              peer.awaitClose();
            })) {
      failure(call(upstream).reply(), Server.class);
      upstream.awaitPlayed();
    }
  }

  @Test
  void anErrorBodyThatIsCutStillGivesTheStatus() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.send("HTTP/1.1 529 Overloaded\r\ncontent-length: 500\r\n\r\n{\"type\":");
            })) {
      failure(call(upstream).reply(), Overloaded.class);
    }
  }

  @Test
  void anErrorBodyThatStallsStillGivesTheStatus() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.send("HTTP/1.1 529 Overloaded\r\ncontent-length: 500\r\n\r\n{\"type\":");
              peer.awaitClose();
            })) {
      Duration patient = Duration.ofSeconds(30);
      var config = Calls.config(upstream.url(), patient, Duration.ofMillis(100), patient, patient);
      var client = new MessagesClient(vertx, config, () -> KEY);

      failure(client.start(HELLO, heard).reply(), Overloaded.class);
      upstream.awaitPlayed();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/html", "text/event-streams", "text/plain"})
  void aGoodStatusWithoutAnEventStreamIsNoSuccess(String type) throws Exception {
    byte[] body = Fixtures.bytes("text");
    try (var upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\ncontent-type: " + type, body)) {
      failure(call(upstream).reply(), Server.class);
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (var upstream =
        RawUpstream.answering("HTTP/1.1 307 Go\r\nlocation: /v1/elsewhere", new byte[0])) {
      failure(call(upstream).reply(), BadRequest.class);
      assertThat(upstream.requests()).hasSize(1);
    }
  }

  @Test
  void anErrorEventFailsTheCallWithWhatHadCome() throws Exception {
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("error-midstream"))) {
      Overloaded error = failure(call(upstream).reply(), Overloaded.class);

      assertThat(error.error().head().status()).isEqualTo(200);
      assertThat(error.error().head().requestId()).contains("req_head");
      assertThat(error.partial().blocks()).containsExactly(Block.text("Let me"));
      assertThat(heard.all().getLast()).isInstanceOf(ErrorReported.class);
      upstream.awaitPlayed();
    }
  }

  @Test
  void theKeyIsTakenOutOfAnErrorEvent() throws Exception {
    String stream = "event: error\ndata: {\"error\":{\"message\":\"key " + KEY + "\"}}\n\n";
    try (var upstream = RawUpstream.streaming(stream.getBytes(UTF_8))) {
      assertThat(failure(call(upstream).reply(), Server.class)).hasMessageNotContaining(KEY);
      assertThat(heard.all().toString()).doesNotContain(KEY);
    }
  }

  @Test
  void aCleanEndBeforeTheMessageIsCompleteIsTruncation() throws Exception {
    try (var upstream = RawUpstream.streaming(START.getBytes(UTF_8))) {
      Truncated truncated = failure(call(upstream).reply(), Truncated.class);

      assertThat(truncated).hasMessageNotContaining("in the middle");
      assertThat(truncated.partial().blocks()).containsExactly(Block.text("Your order "));
    }
  }

  @Test
  void anEndInTheMiddleOfAnEventIsTruncation() throws Exception {
    byte[] stream =
        (START + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n").getBytes(UTF_8);
    try (var upstream = RawUpstream.streaming(stream)) {
      assertThat(failure(call(upstream).reply(), Truncated.class))
          .hasMessageContaining("in the middle of an event");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBrokenConnectionInMidStreamIsTruncation(boolean reset) throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              peer.chunk(START);
              heard.await(TextDelta.class);
              if (reset) {
                peer.reset();
              }
            })) {
      Truncated truncated = failure(call(upstream).reply(), Truncated.class);

      assertThat(truncated.partial().started()).isTrue();
      assertThat(truncated.partial().blocks()).hasSize(1);
      upstream.awaitPlayed();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\n\n",
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\"}\n\n",
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
      })
  void aStreamThatCannotBeReadOnIsTruncationAndClosed(String broken) throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              peer.chunk(broken);
              peer.awaitClose();
            })) {
      failure(call(upstream).reply(), Truncated.class);
      upstream.awaitPlayed();
    }
  }

  @Test
  void anEventBeyondTheCapIsTruncationAndClosed() throws Exception {
    String large = "event: x\ndata: " + "x".repeat(SseDecoder.DEFAULT_MAX_EVENT_BYTES);
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              peer.chunk(large);
              peer.awaitClose();
            })) {
      assertThat(failure(call(upstream).reply(), Truncated.class)).hasMessageContaining("1048576");
      upstream.awaitPlayed();
    }
  }

  @Test
  void aKeptConnectionThatTheServerClosesIsAConnectionFailure() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              peer.chunk(Fixtures.bytes("text"));
              peer.endChunks();
              peer.request();
            })) {
      var config = Calls.narrow(upstream.url(), Duration.ofSeconds(30), 4);
      var client = new MessagesClient(vertx, config, () -> KEY);
      await(client.start(HELLO, heard).reply());
      Connection broken = failure(client.start(HELLO, heard).reply(), Connection.class);

      assertThat(broken.partial()).isEqualTo(PartialReply.UNANSWERED);
      assertThat(upstream.requests()).hasSize(2);
    }
  }

  @Test
  void anAnswerThatIsNoHttpIsAConnectionFailure() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.send("SSH-2.0-OpenSSH_9.9\r\n\r\n");
              peer.awaitClose();
            })) {
      assertThat(failure(call(upstream).reply(), Connection.class).partial())
          .isEqualTo(PartialReply.UNANSWERED);
    }
  }

  @Test
  void aRefusedConnectionSaysWhereAndThatNothingWasSent() throws Exception {
    try (var boundNotListening = new Socket()) {
      boundNotListening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String target = "127.0.0.1:" + boundNotListening.getLocalPort();
      var client =
          new MessagesClient(vertx, Calls.config(URI.create("http://" + target)), () -> KEY);
      Connection refused = failure(client.start(HELLO, heard).reply(), Connection.class);

      assertThat(refused).hasMessageContaining("refused").hasMessageContaining(target);
      assertThat(refused.partial()).isEqualTo(PartialReply.NOT_SENT);
    }
  }

  @Test
  void aServerWithoutTlsIsAConnectionFailure() throws Exception {
    try (var upstream =
        RawUpstream.playing(peer -> peer.send("HTTP/1.1 400 Plain\r\ncontent-length: 0\r\n\r\n"))) {
      URI url = URI.create(upstream.url().toString().replace("http:", "https:"));
      var client = new MessagesClient(vertx, Calls.config(url), () -> KEY);

      Connection plain = failure(client.start(HELLO, heard).reply(), Connection.class);

      assertThat(plain).hasMessageContaining("no trusted connection");
      assertThat(plain.partial()).isEqualTo(PartialReply.NOT_SENT);
      assertThat(upstream.requests()).isEmpty();
    }
  }

  @Test
  void anUnknownHostSaysSo() throws Exception {
    try (var names = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> denyEveryName(names));
      var resolver = new AddressResolverOptions().addServer("127.0.0.1:" + names.getLocalPort());
      Vertx own = TestVertx.create(new VertxOptions().setAddressResolverOptions(resolver));
      var client =
          new MessagesClient(own, Calls.config(URI.create("http://no-such-host.test")), () -> KEY);
      Connection unknown = failure(client.start(HELLO, heard).reply(), Connection.class);

      assertThat(unknown).hasMessageContaining("no-such-host.test");
      assertThat(unknown.partial()).isEqualTo(PartialReply.NOT_SENT);
      await(own.close());
    }
  }

  @Test
  void aFullPoolRefusesAtOnceAndKeepsTheOthers() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              peer.chunk(START);
              peer.awaitClose();
            })) {
      var config = Calls.narrow(upstream.url(), Duration.ofSeconds(30), 0);
      var client = new MessagesClient(vertx, config, () -> KEY);
      ModelCall running = client.start(HELLO, heard);
      heard.await(TextDelta.class);
      Connection full = failure(client.start(HELLO, heard).reply(), Connection.class);

      assertThat(full).hasMessageContaining("in use");
      assertThat(full.partial()).isEqualTo(PartialReply.NOT_SENT);
      assertThat(running.reply().isComplete()).isFalse();
      running.cancel();
      failure(running.reply(), Cancelled.class);
    }
  }

  @Test
  void aKeyThatNoHeaderCanCarryIsRefusedWithoutARequest() {
    var config = Calls.config(URI.create("http://127.0.0.1:9"));
    for (String key : new String[] {"sk-a\nx-evil: 1", "sk a", "sk-ü"}) {
      var client = new MessagesClient(vertx, config, () -> key);
      var refused = failure(client.start(HELLO, heard).reply(), Authentication.class);

      assertThat(refused).hasMessageNotContaining(key);
      assertThat(refused.partial()).isEqualTo(PartialReply.NOT_SENT);
      failure(client.probe(), Authentication.class);
    }
  }

  private ModelCall call(RawUpstream upstream) {
    return new MessagesClient(vertx, Calls.config(upstream.url()), () -> KEY).start(HELLO, heard);
  }

  /** A name server that knows no name: the query comes back with NXDOMAIN. */
  private static void denyEveryName(DatagramSocket names) {
    try {
      while (true) {
        var query = new DatagramPacket(new byte[512], 512);
        names.receive(query);
        byte[] answer = query.getData();
        answer[2] = (byte) 0x81;
        answer[3] = (byte) 0x83;
        names.send(new DatagramPacket(answer, query.getLength(), query.getSocketAddress()));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static int afterFirstDelta() {
    String text = Fixtures.text("text");
    return text.indexOf("\n\n", text.indexOf("Your order ")) + 2;
  }
}
