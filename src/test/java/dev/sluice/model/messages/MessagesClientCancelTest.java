package dev.sluice.model.messages;

import static dev.sluice.model.messages.Calls.HELLO;
import static dev.sluice.model.messages.Calls.KEY;
import static dev.sluice.model.messages.Calls.await;
import static dev.sluice.model.messages.Calls.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Block;
import dev.sluice.model.ModelCall;
import dev.sluice.model.ModelEvent.MessageStopped;
import dev.sluice.model.ModelEvent.TextDelta;
import dev.sluice.model.ModelException.Cancelled;
import dev.sluice.model.PartialReply;
import dev.sluice.model.messages.RawUpstream.Peer;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In every stage the server must see the close. */
final class MessagesClientCancelTest {
  private final Vertx vertx = TestVertx.create();
  private final Heard heard = new Heard();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void beforeThereIsAConnectionNothingIsSent() throws Exception {
    Context context = vertx.getOrCreateContext();
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("text"))) {
      var client = new MessagesClient(vertx, Calls.config(upstream.url()), () -> KEY);
      ModelCall call =
          Calls.on(
              context,
              () -> {
                ModelCall started = client.start(HELLO, heard);
                started.cancel();
                return started;
              });

      assertThat(failure(call.reply(), Cancelled.class).partial()).isEqualTo(PartialReply.NOT_SENT);
      await(client.start(HELLO, heard).reply());
      assertThat(upstream.requests()).hasSize(1);
    }
  }

  @Test
  void inTheLineForAConnectionNothingIsSent() throws Exception {
    var go = new CountDownLatch(1);
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              streamStart(peer);
              assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
              peer.chunk(rest());
              peer.endChunks();
              peer.request();
              peer.head();
              peer.chunk(Fixtures.bytes("text"));
              peer.endChunks();
            })) {
      var config = Calls.narrow(upstream.url(), Duration.ofSeconds(30), 4);
      var client = new MessagesClient(vertx, config, () -> KEY);
      ModelCall first = client.start(HELLO, heard);
      heard.await(TextDelta.class);
      ModelCall waiting = client.start(HELLO, heard);
      waiting.cancel();
      assertThat(failure(waiting.reply(), Cancelled.class).partial())
          .isEqualTo(PartialReply.NOT_SENT);

      go.countDown();
      await(first.reply());
      await(client.start(HELLO, heard).reply());
      assertThat(upstream.requests()).hasSize(2);
    }
  }

  @Test
  void beforeTheHeadTheServerSeesTheClose() throws Exception {
    var asked = new CountDownLatch(1);
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              asked.countDown();
              peer.awaitClose();
            })) {
      ModelCall call = call(upstream);
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      call.cancel();

      assertThat(failure(call.reply(), Cancelled.class).partial())
          .isEqualTo(PartialReply.UNANSWERED);
      upstream.awaitPlayed();
    }
  }

  @Test
  void inMidStreamTheServerSeesTheCloseAndThePartialReplyIsKept() throws Exception {
    try (var upstream = RawUpstream.playing(MessagesClientCancelTest::streamStartUntilClose)) {
      ModelCall call = call(upstream);
      heard.await(TextDelta.class);
      call.cancel();

      PartialReply partial = failure(call.reply(), Cancelled.class).partial();
      assertThat(partial.started()).isTrue();
      assertThat(partial.blocks()).containsExactly(Block.text("Your order "));
      assertThat(partial.usage().inputTokens()).isEqualTo(19);
      upstream.awaitPlayed();
    }
  }

  @Test
  void inAPauseTheServerSeesTheClose() throws Exception {
    try (var upstream = RawUpstream.playing(MessagesClientCancelTest::floodUntilClose)) {
      ModelCall call = call(upstream);
      heard.await(TextDelta.class);
      call.pause();
      call.cancel();

      failure(call.reply(), Cancelled.class);
      upstream.awaitPlayed();
    }
  }

  @Test
  void fromWithinTheListenerNoFurtherEventComes() throws Exception {
    var call = new AtomicReference<ModelCall>();
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("text"))) {
      Context context = vertx.getOrCreateContext();
      var client = new MessagesClient(vertx, Calls.config(upstream.url()), () -> KEY);
      Calls.on(
          context,
          () -> {
            call.set(
                client.start(
                    HELLO,
                    event -> {
                      heard.accept(event);
                      if (event instanceof TextDelta) {
                        call.get().cancel();
                      }
                    }));
            return true;
          });
      heard.await(TextDelta.class);

      failure(call.get().reply(), Cancelled.class);
      upstream.awaitPlayed();
      assertThat(heard.all().getLast()).isEqualTo(new TextDelta(0, "Your order "));
    }
  }

  @Test
  void aFailingListenerEndsTheCall() throws Exception {
    try (var upstream = RawUpstream.playing(MessagesClientCancelTest::streamStartUntilClose)) {
      var client = new MessagesClient(vertx, Calls.config(upstream.url()), () -> KEY);
      ModelCall call =
          client.start(
              HELLO,
              _ -> {
                throw new IllegalStateException("a defect");
              });

      assertThat(failure(call.reply(), IllegalStateException.class)).hasMessage("a defect");
      upstream.awaitPlayed();
    }
  }

  @Test
  void afterTheEndItHasNoEffect() throws Exception {
    try (var upstream = RawUpstream.streaming(Fixtures.bytes("text"))) {
      ModelCall call = call(upstream);
      await(call.reply());
      heard.await(MessageStopped.class);
      call.cancel();
      call.cancel();

      assertThat(await(call.reply()).blocks()).hasSize(1);
    }
  }

  private ModelCall call(RawUpstream upstream) {
    return new MessagesClient(vertx, Calls.config(upstream.url()), () -> KEY).start(HELLO, heard);
  }

  private static void streamStart(Peer peer) throws Exception {
    peer.request();
    peer.head();
    peer.chunk(Fixtures.text("text").substring(0, cut()));
  }

  private static void streamStartUntilClose(Peer peer) throws Exception {
    streamStart(peer);
    peer.awaitClose();
  }

  private static void floodUntilClose(Peer peer) throws Exception {
    streamStart(peer);
    String ping = "event: ping\ndata: {\"type\":\"ping\"" + " ".repeat(32 * 1024) + "}\n\n";
    try {
      for (int i = 0; i < 4096; i++) {
        peer.chunk(ping);
      }
    } catch (IOException e) {
      return;
    }
    throw new AssertionError("all was taken");
  }

  private static String rest() {
    return Fixtures.text("text").substring(cut());
  }

  /** After the first delta of the text. */
  private static int cut() {
    String text = Fixtures.text("text");
    return text.indexOf("\n\n", text.indexOf("Your order ")) + 2;
  }
}
