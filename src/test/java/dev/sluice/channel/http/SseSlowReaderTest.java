package dev.sluice.channel.http;

import static dev.sluice.channel.http.SseSessionTest.assertFreed;
import static dev.sluice.channel.http.SseSessionTest.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.channel.http.RawSseClient.Frame;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SseSlowReaderTest {
  private static final SseOptions OPTIONS = SseServer.OPTIONS;
  private static final String PART = "0123456789".repeat(20);
  private static final int PARTS = 50_000;

  @Test
  void holdsABoundedAmountAndLaterGivesItAllInFewerEvents() {
    try (var server = new SseServer(OPTIONS);
        var client = server.connectLazily()) {
      SseSession session = server.session();
      long most = fill(server, session);
      assertThat(most).isPositive().isLessThan(OPTIONS.maxQueuedBytes().toIntExact() + 1024L);
      client.head();
      int frames = readAll(client);
      assertThat(frames).isLessThan(PARTS);
      assertThat(server.end()).isEqualTo(SseEnd.COMPLETE);
      assertFreed(server);
    }
  }

  @Test
  void cutsOffAReaderThatTakesNothing() throws InterruptedException {
    try (var server = new SseServer(SseServer.IMPATIENT);
        var client = server.connectLazily()) {
      fill(server, server.session());
      assertThat(server.end()).isEqualTo(SseEnd.STUCK);
      assertFreed(server);
      assertThat(server.disconnected.await(30, TimeUnit.SECONDS)).isTrue();
      client.head();
      assertThat(client.cutOff()).isTrue();
    }
  }

  @Test
  void cutsOffAReaderThatDoesNotTakeTheEnd() throws InterruptedException {
    List<Envelope> large = List.of(Events.text(1, 1, "x".repeat(8 << 20)));
    try (var server =
            new SseServer(
                SseServer.IMPATIENT, (s, request) -> s.start(request, SseSource.of(large)));
        var client = server.connectLazily()) {
      assertThat(server.end()).isEqualTo(SseEnd.STUCK);
      assertThat(server.disconnected.await(30, TimeUnit.SECONDS)).isTrue();
      client.head();
      assertThat(client.cutOff()).isTrue();
    }
  }

  @Test
  void cutsOffWhenMoreComesThanMayWait() {
    var source = new FakeSource(_ -> {});
    try (var server = new SseServer(OPTIONS, (s, request) -> s.start(request, source));
        var client = server.connect()) {
      client.head();
      server.onSession(
          () -> {
            IntStream.range(1, 1000).forEach(i -> source.onEvent.accept(Events.text(1, i, PART)));
            return source;
          });
      assertThat(client.cutOff()).isTrue();
      assertThat(server.end()).isEqualTo(SseEnd.OVERFLOW);
      assertThat(source.closed).isTrue();
      assertThat(server.session().queuedBytes()).isZero();
    }
  }

  @Test
  void noticesThatASlowReaderLeaves() {
    try (var server = new SseServer(OPTIONS)) {
      try (var client = server.connectLazily()) {
        fill(server, server.session());
        client.head();
      }
      assertThat(server.end()).isEqualTo(SseEnd.CLIENT_GONE);
      assertFreed(server);
    }
  }

  /** Appends more than the sockets hold; returns the most that waited in the session. */
  private static long fill(SseServer server, SseSession session) {
    server.log.append(Events.RUN, List.of(Events.started(1))).await();
    long most = 0;
    for (int i = 2; i <= PARTS; ) {
      var batch = new ArrayList<Envelope>();
      for (int n = 0; n < 50 && i <= PARTS; n++) {
        batch.add(Events.text(1, i, PART));
        i++;
      }
      server.log.append(Events.RUN, batch).await();
      most = Math.max(most, queuedNow(server, session));
    }
    server.log.append(Events.RUN, List.of(Events.done(1, PARTS + 1))).await();
    return most;
  }

  /** After everything that was told so far. */
  private static long queuedNow(SseServer server, SseSession session) {
    return server.onSession(session::queuedBytes);
  }

  private static int readAll(RawSseClient client) {
    var last = EventId.ZERO;
    long text = 0;
    int frames = 0;
    Frame frame = client.frame();
    for (; !frame.event().equals("done"); frame = client.frame()) {
      EventId id = EventId.parse(frame.id()).orElseThrow();
      assertThat(id).isGreaterThan(last);
      last = id;
      text += frame.event().equals("token") ? textOf(frame).length() : 0;
      frames++;
    }
    assertThat(text).isEqualTo((PARTS - 1L) * PART.length());
    assertThat(client.rest()).isEmpty();
    return frames;
  }
}
