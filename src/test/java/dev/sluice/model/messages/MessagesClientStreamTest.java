package dev.sluice.model.messages;

import static dev.sluice.model.messages.Calls.HELLO;
import static dev.sluice.model.messages.Calls.KEY;
import static dev.sluice.model.messages.Calls.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ModelCall;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelEvent.HeadReceived;
import dev.sluice.model.ModelEvent.Ping;
import dev.sluice.model.ModelEvent.TextDelta;
import dev.sluice.model.ModelEvent.Unknown;
import dev.sluice.model.ModelReply;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessagesClientStreamTest {
  private final Vertx vertx = TestVertx.create();
  private final Heard heard = new Heard();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  static Stream<String> completeFixtures() {
    return Fixtures.names().filter(name -> !name.equals("error-midstream"));
  }

  @ParameterizedTest
  @MethodSource("completeFixtures")
  void givesTheMessageOfEveryStream(String name) throws Exception {
    try (var upstream = RawUpstream.streaming(Fixtures.bytes(name))) {
      ModelReply reply = await(call(upstream).reply());

      assertThat(reply).isEqualTo(withRequestId(Fixtures.accumulated(name).reply()));
      var events = new ArrayList<ModelEvent>(Fixtures.events(name));
      events.removeIf(event -> event.equals(new Unknown("message", "[DONE]")));
      assertThat(heard.all().subList(1, heard.all().size())).isEqualTo(events);
    }
  }

  @Test
  void chunksMayEndInsideACodePoint() throws Exception {
    byte[] stream = Fixtures.bytes("text");
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              for (byte b : stream) {
                peer.chunk(new byte[] {b});
              }
              peer.endChunks();
            })) {
      assertThat(await(call(upstream).reply()).blocks())
          .isEqualTo(Fixtures.accumulated("text").reply().blocks());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void lineEndsMakeNoDifference(String lineEnd) throws Exception {
    byte[] stream = Fixtures.text("tools").replace("\n", lineEnd).getBytes(UTF_8);
    try (var upstream = RawUpstream.streaming(stream)) {
      assertThat(await(call(upstream).reply()).blocks())
          .isEqualTo(Fixtures.accumulated("tools").reply().blocks());
    }
  }

  @Test
  void theHeadComesFirstWithLimitsAndRequestId() throws Exception {
    try (var upstream =
        RawUpstream.answering(
            String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "Content-Type: Text/Event-Stream",
                "Request-Id: req_9",
                "Anthropic-Ratelimit-Requests-Remaining: 999",
                "x-secret: no"),
            Fixtures.bytes("text"))) {
      ModelReply reply = await(call(upstream).reply());

      assertThat(reply.requestId()).contains("req_9");
      assertThat(heard.all().getFirst())
          .isInstanceOfSatisfying(
              HeadReceived.class,
              e -> {
                assertThat(e.head().status()).isEqualTo(200);
                assertThat(e.head().headers())
                    .containsOnlyKeys("request-id", "anthropic-ratelimit-requests-remaining")
                    .containsEntry("anthropic-ratelimit-requests-remaining", "999");
              });
    }
  }

  @Test
  void everythingHappensOnTheCallingContext() throws Exception {
    List<Optional<Context>> seen = Collections.synchronizedList(new ArrayList<>());
    Context context = vertx.getOrCreateContext();
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("text"))) {
      MessagesClient client = client(upstream);
      ModelCall call =
          Calls.on(
              context,
              () -> {
                var started =
                    client.start(HELLO, _ -> seen.add(Optional.ofNullable(Vertx.currentContext())));
                started
                    .reply()
                    .onComplete(_ -> seen.add(Optional.ofNullable(Vertx.currentContext())));
                return started;
              });
      await(call.reply());
      Calls.on(context, () -> true);

      assertThat(seen).hasSize(Fixtures.events("text").size() + 2);
      assertThat(seen).containsOnly(Optional.of(context));
    }
  }

  @Test
  void aBodyThatEndsWithTheConnectionIsAStreamToo() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n");
              peer.send(Fixtures.bytes("text"));
            })) {
      assertThat(await(call(upstream).reply()).blocks()).hasSize(1);
    }
  }

  @Test
  void oneConnectionServesCallAfterCall() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              for (int i = 0; i < 3; i++) {
                peer.request();
                peer.head();
                peer.chunk(Fixtures.bytes("text"));
                peer.endChunks();
              }
              peer.awaitClose();
            },
            _ -> {
              throw new AssertionError("a second connection");
            })) {
      var client = new MessagesClient(vertx, Calls.narrow(upstream.url(), patient(), 4), () -> KEY);
      for (int i = 0; i < 3; i++) {
        await(client.start(HELLO, heard).reply());
      }
      await(client.close());

      upstream.awaitPlayed();
      assertThat(upstream.requests()).hasSize(3);
    }
  }

  @Test
  void hangsUpWhenTheStreamDoesNotEndAfterTheMessage() throws Exception {
    var timers = new ManualTimers();
    Context context = vertx.getOrCreateContext();
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              peer.chunk(Fixtures.bytes("text"));
              peer.awaitClose();
            })) {
      var client = new MessagesClient(vertx, Calls.config(upstream.url()), () -> KEY, timers);
      await(Calls.on(context, () -> client.start(HELLO, heard)).reply());
      assertThat(Calls.on(context, timers::running)).isEqualTo(1);

      Calls.on(
          context,
          () -> {
            timers.pass(Duration.ofSeconds(5));
            return true;
          });

      upstream.awaitPlayed();
      assertThat(timers.running()).isZero();
    }
  }

  @Test
  void noTimerIsLeftAfterAMessage() throws Exception {
    var timers = new ManualTimers();
    Context context = vertx.getOrCreateContext();
    var ended = new CountDownLatch(1);
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              peer.chunk(Fixtures.bytes("text"));
              peer.endChunks();
              peer.request();
              ended.countDown();
              peer.awaitClose();
            })) {
      var client =
          new MessagesClient(vertx, Calls.narrow(upstream.url(), patient(), 4), () -> KEY, timers);
      await(Calls.on(context, () -> client.start(HELLO, heard)).reply());
      ModelCall next = Calls.on(context, () -> client.start(HELLO, heard));
      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
      Calls.on(
          context,
          () -> {
            next.cancel();
            return true;
          });

      assertThat(Calls.on(context, timers::running)).isZero();
    }
  }

  @Test
  void aPausedCallerStopsTheServer() throws Exception {
    int events = 2048;
    String padded = "event: ping\ndata: {\"type\":\"ping\"" + " ".repeat(32 * 1024) + "}\n\n";
    String message = Fixtures.text("text");
    int afterStart = message.indexOf("\n\n") + 2;
    var written = new CountDownLatch(1);
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              peer.chunk(message.substring(0, afterStart));
              for (int i = 0; i < events; i++) {
                peer.chunk(padded);
              }
              written.countDown();
              peer.chunk(message.substring(afterStart));
              peer.endChunks();
            })) {
      ModelCall call = call(upstream);
      heard.await(ModelEvent.MessageStarted.class);
      call.pause();

      assertThat(written.await(500, TimeUnit.MILLISECONDS)).isFalse();
      call.resume();

      assertThat(await(call.reply()).blocks()).hasSize(1);
      assertThat(heard.all()).filteredOn(Ping.class::isInstance).hasSize(events + 1);
      upstream.awaitPlayed();
    }
  }

  @Test
  void noEventWhilePausedAndNoReplyBeforeTheLastEvent() throws Exception {
    Context context = vertx.getOrCreateContext();
    var paused = new CountDownLatch(1);
    var call = new AtomicReference<ModelCall>();
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("text"))) {
      MessagesClient client = client(upstream);
      Calls.on(
          context,
          () -> {
            call.set(
                client.start(
                    HELLO,
                    event -> {
                      heard.accept(event);
                      if (event instanceof TextDelta && paused.getCount() > 0) {
                        call.get().pause();
                        paused.countDown();
                      }
                    }));
            return true;
          });
      assertThat(paused.await(20, TimeUnit.SECONDS)).isTrue();
      Calls.on(context, () -> true);
      assertThat(heard.all().getLast()).isEqualTo(new TextDelta(0, "Your order "));
      assertThat(call.get().reply().isComplete()).isFalse();

      call.get().resume();

      await(call.get().reply());
      assertThat(heard.all()).hasSize(Fixtures.events("text").size() + 1);
    }
  }

  @Test
  void pausedBeforeTheHeadTheCallerStillGetsAllAfterResuming() throws Exception {
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("tools"))) {
      Context context = vertx.getOrCreateContext();
      MessagesClient client = client(upstream);
      ModelCall call =
          Calls.on(
              context,
              () -> {
                ModelCall started = client.start(HELLO, heard);
                started.pause();
                return started;
              });
      call.resume();

      assertThat(await(call.reply()).blocks()).hasSize(4);
    }
  }

  private static Duration patient() {
    return Duration.ofSeconds(30);
  }

  private static ModelReply withRequestId(ModelReply reply) {
    return new ModelReply(
        reply.messageId(),
        reply.model(),
        reply.blocks(),
        reply.stopReason(),
        reply.stopSequence(),
        reply.stopDetails(),
        reply.usage(),
        Optional.of("req_head"));
  }

  private MessagesClient client(RawUpstream upstream) {
    return new MessagesClient(vertx, Calls.config(upstream.url()), () -> KEY);
  }

  private ModelCall call(RawUpstream upstream) {
    return client(upstream).start(HELLO, heard);
  }
}
