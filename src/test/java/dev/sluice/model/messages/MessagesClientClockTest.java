package dev.sluice.model.messages;

import static dev.sluice.model.messages.Calls.HELLO;
import static dev.sluice.model.messages.Calls.KEY;
import static dev.sluice.model.messages.Calls.await;
import static dev.sluice.model.messages.Calls.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Block;
import dev.sluice.model.ModelCall;
import dev.sluice.model.ModelEvent.TextDelta;
import dev.sluice.model.ModelException.Connection;
import dev.sluice.model.ModelException.Timeout;
import dev.sluice.model.ModelException.Timeout.Clock;
import dev.sluice.model.PartialReply;
import dev.sluice.model.messages.RawUpstream.Peer;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each clock runs out by itself, and the server sees the close. */
final class MessagesClientClockTest {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private final Vertx vertx = TestVertx.create();
  private final Context context = vertx.getOrCreateContext();
  private final ManualTimers timers = new ManualTimers();
  private final Heard heard = new Heard();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void aServerThatNeverAnswersMeetsTheFirstEventClock() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.awaitClose();
            })) {
      Timeout timeout = timeout(upstream, PATIENT, SOON, PATIENT, PATIENT);

      assertThat(timeout.clock()).isEqualTo(Clock.FIRST_EVENT);
      assertThat(timeout.partial()).isEqualTo(PartialReply.UNANSWERED);
      upstream.awaitPlayed();
    }
  }

  @Test
  void aHeadWithoutEventsMeetsTheFirstEventClock() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.head();
              peer.chunk(": still alive\n");
              peer.awaitClose();
            })) {
      assertThat(timeout(upstream, PATIENT, SOON, PATIENT, PATIENT).clock())
          .isEqualTo(Clock.FIRST_EVENT);
      upstream.awaitPlayed();
    }
  }

  @Test
  void aStallInMidStreamMeetsTheSilenceClock() throws Exception {
    try (var upstream = RawUpstream.playing(MessagesClientClockTest::stall)) {
      Timeout timeout = timeout(upstream, PATIENT, PATIENT, SOON, PATIENT);

      assertThat(timeout.clock()).isEqualTo(Clock.BETWEEN_EVENTS);
      assertThat(timeout.partial().blocks()).containsExactly(Block.text("Your order "));
      upstream.awaitPlayed();
    }
  }

  @Test
  void theCallClockEndsWhatGoesOnForever() throws Exception {
    try (var upstream = RawUpstream.playing(MessagesClientClockTest::stall)) {
      var config = Calls.config(upstream.url(), PATIENT, PATIENT, PATIENT, Duration.ofSeconds(20));
      ModelCall call = start(byHand(config));
      heard.await(TextDelta.class);
      pass(Duration.ofSeconds(20));

      assertThat(failure(call.reply(), Timeout.class).clock()).isEqualTo(Clock.CALL);
      upstream.awaitPlayed();
    }
  }

  @Test
  void aPausedCallMeetsOnlyTheCallClock() throws Exception {
    try (var upstream = RawUpstream.playing(MessagesClientClockTest::stall)) {
      var config = Calls.config(upstream.url(), PATIENT, PATIENT, PATIENT, Duration.ofMinutes(10));
      ModelCall call = start(byHand(config));
      heard.await(TextDelta.class);
      call.pause();
      pass(Duration.ofMinutes(9));
      assertThat(call.reply().isComplete()).isFalse();
      pass(Duration.ofMinutes(1));

      assertThat(failure(call.reply(), Timeout.class).clock()).isEqualTo(Clock.CALL);
      upstream.awaitPlayed();
    }
  }

  @Test
  void waitingForAConnectionMeetsTheConnectClock() throws Exception {
    try (var upstream = RawUpstream.playing(MessagesClientClockTest::stall)) {
      MessagesClient client = byHand(Calls.narrow(upstream.url(), Duration.ofSeconds(10), 1));
      ModelCall first = start(client);
      heard.await(TextDelta.class);
      ModelCall waiting = start(client);
      pass(Duration.ofSeconds(10));
      Timeout timeout = failure(waiting.reply(), Timeout.class);

      assertThat(timeout.clock()).isEqualTo(Clock.CONNECT);
      assertThat(timeout.partial()).isEqualTo(PartialReply.NOT_SENT);
      assertThat(first.reply().isComplete()).isFalse();
    }
  }

  @Test
  void aClosedClientLeavesNoTimer() throws Exception {
    MessagesClient client = byHand(Calls.config(URI.create("http://127.0.0.1:9")));
    await(client.close());

    failure(start(client).reply(), Connection.class);
    assertThat(Calls.on(context, timers::running)).isZero();
  }

  @Test
  void theProbeHasAClockToo() throws Exception {
    try (var upstream =
        RawUpstream.playing(
            peer -> {
              peer.request();
              peer.awaitClose();
            })) {
      var config = Calls.config(upstream.url(), SOON, SOON, PATIENT, PATIENT);
      Future<Void> probe = new MessagesClient(vertx, config, () -> KEY).probe();

      assertThat(failure(probe, Timeout.class).clock()).isEqualTo(Clock.FIRST_EVENT);
      upstream.awaitPlayed();
    }
  }

  private Timeout timeout(
      RawUpstream upstream,
      Duration connect,
      Duration firstEvent,
      Duration betweenEvents,
      Duration call) {
    var config = Calls.config(upstream.url(), connect, firstEvent, betweenEvents, call);
    var client = new MessagesClient(vertx, config, () -> KEY);
    return failure(client.start(HELLO, heard).reply(), Timeout.class);
  }

  /** A client whose time passes by {@link #pass}. */
  private MessagesClient byHand(MessagesApiConfig config) {
    return new MessagesClient(vertx, config, () -> KEY, timers);
  }

  private ModelCall start(MessagesClient client) throws Exception {
    return Calls.on(context, () -> client.start(HELLO, heard));
  }

  private void pass(Duration time) throws Exception {
    Calls.on(
        context,
        () -> {
          timers.pass(time);
          return true;
        });
  }

  private static void stall(Peer peer) throws Exception {
    String text = Fixtures.text("text");
    peer.request();
    peer.head();
    peer.chunk(text.substring(0, text.indexOf("\n\n", text.indexOf("Your order ")) + 2));
    peer.awaitClose();
  }
}
