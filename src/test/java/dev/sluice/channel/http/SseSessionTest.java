package dev.sluice.channel.http;

import static dev.sluice.event.Events.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.channel.http.RawSseClient.Frame;
import dev.sluice.event.Envelope;
import dev.sluice.event.Events;
import dev.sluice.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SseSessionTest {
  private static final SseOptions OPTIONS = SseServer.OPTIONS;
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void sendsTheHeadAtOnceWithWhatProxiesAndBrowsersNeed() {
    try (var server = new SseServer(OPTIONS);
        var client = server.connect()) {
      assertThat(client.head())
          .containsExactlyInAnyOrder(
              "HTTP/1.1 200 OK",
              "content-type: text/event-stream; charset=utf-8",
              "cache-control: no-cache, no-transform",
              "x-accel-buffering: no",
              "x-content-type-options: nosniff",
              "transfer-encoding: chunked");
      assertThat(client.line()).matches("retry: ([234]\\d{3}|5000)");
    }
  }

  @Test
  void showsWhatTheLogHasThenWhatIsAddedAndEndsAfterDone() {
    try (var server = new SseServer(OPTIONS)) {
      append(server, Events.started(1), Events.text(1, 2, "a"));
      try (var client = server.connect()) {
        client.head();
        assertThat(client.frame().id()).isEqualTo("1-1");
        assertThat(client.frame())
            .isEqualTo(
                new Frame("1-2", "token", "{\"run_id\":\"run_1\",\"text\":\"a\",\"turn\":1}"));
        append(server, Events.text(1, 3, "b"));
        assertThat(client.frame().id()).isEqualTo("1-3");
        append(server, Events.done(1, 4));
        assertThat(client.frame().event()).isEqualTo("done");
        assertThat(client.rest()).isEmpty();
        assertThat(server.end()).isEqualTo(SseEnd.COMPLETE);
        assertFreed(server);
      }
    }
  }

  @Test
  void goesOnAfterTheGivenPosition() {
    try (var server = new SseServer(OPTIONS)) {
      append(server, Events.started(1), Events.text(1, 2, "a"), Events.done(1, 3));
      try (var client = server.connect("/?after=1-1")) {
        client.head();
        assertThat(client.frame().id()).isEqualTo("1-2");
        assertThat(client.frame().id()).isEqualTo("1-3");
        assertThat(client.rest()).isEmpty();
      }
    }
  }

  @Test
  void writesWhatComesInOneTurnTogether() {
    try (var server = new SseServer(OPTIONS);
        var client = server.connect()) {
      client.head();
      client.line();
      append(server, Events.started(1), Events.text(1, 2, "a"), Events.text(1, 3, "b"));
      assertThat(List.of(client.frame().id(), client.frame().id(), client.frame().id()))
          .containsExactly("1-1", "1-2", "1-3");
      assertThat(client.chunks()).isEqualTo(2);
    }
  }

  @Test
  void keepsASilentStreamAlive() {
    try (var server = new SseServer(SseServer.options(Duration.ofMillis(20), HOUR, HOUR, HOUR));
        var client = server.connect()) {
      client.head();
      client.line();
      assertThat(client.line()).isEqualTo(": ka");
      assertThat(client.line()).isEqualTo(": ka");
      append(server, Events.started(1));
      assertThat(client.frame().event()).isEqualTo("start");
    }
  }

  @Test
  void carriesAMebibyteInOneEvent() {
    try (var server = new SseServer(OPTIONS);
        var client = server.connectLazily()) {
      client.head();
      String text = "é".repeat(1 << 20);
      append(server, Events.started(1), Events.text(1, 2, text), Events.text(1, 3, "after"));
      assertThat(client.frame().event()).isEqualTo("start");
      assertThat(textOf(client.frame())).isEqualTo(text);
      assertThat(textOf(client.frame())).isEqualTo("after");
    }
  }

  @Test
  void saysThatSomebodyReadsWhileItIsOpen() throws InterruptedException {
    try (var server = new SseServer(SseServer.options(HOUR, HOUR, HOUR, Duration.ofMillis(10)));
        var client = server.connect()) {
      client.head();
      assertThat(server.presence.tryAcquire(3, 30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void endsAnOldStreamCleanlyToBeResumed() {
    try (var server = new SseServer(SseServer.options(HOUR, HOUR, Duration.ofMillis(50), HOUR))) {
      append(server, Events.started(1));
      try (var client = server.connect()) {
        client.head();
        assertThat(client.frame().event()).isEqualTo("start");
        assertThat(client.rest()).matches("retry: \\d+\n");
        assertThat(server.end()).isEqualTo(SseEnd.MAX_AGE);
        assertFreed(server);
      }
    }
  }

  @Test
  void freesEverythingOnceWhenTheClientLeaves() {
    try (var server = new SseServer(OPTIONS)) {
      try (var client = server.connect()) {
        client.head();
        append(server, Events.started(1));
        client.frame();
      }
      assertThat(server.end()).isEqualTo(SseEnd.CLIENT_GONE);
      assertFreed(server);
      append(server, Events.text(1, 2, "nobody reads"));
      server.server.close().await();
      assertThat(server.hasMoreEnds()).isFalse();
    }
  }

  @Test
  void endsWithoutDoneWhenTheSourceFails() {
    var failing =
        new FakeSource(
            source -> {
              source.onEvent.accept(Events.started(1));
              source.onEnd.accept(Optional.of(new IllegalStateException("the log is down")));
            });
    try (var server = new SseServer(OPTIONS, (s, request) -> s.start(request, failing));
        var client = server.connect()) {
      client.head();
      assertThat(client.frame().event()).isEqualTo("start");
      assertThat(client.rest()).matches("retry: \\d+\n");
      assertThat(server.end()).isEqualTo(SseEnd.SOURCE_FAILED);
      assertThat(failing.closed).isTrue();
    }
  }

  @Test
  void showsAFixedListAndEnds() {
    var events =
        IntStream.rangeClosed(1, 500).mapToObj(i -> Events.text(1, i, "x".repeat(500))).toList();
    try (var server =
            new SseServer(OPTIONS, (s, request) -> s.start(request, SseSource.of(events)));
        var client = server.connect()) {
      client.head();
      var text = new StringBuilder();
      Frame frame;
      do {
        frame = client.frame();
        text.append(textOf(frame));
      } while (!frame.id().equals("1-500"));
      assertThat(text).hasSize(500 * 500);
      assertThat(client.rest()).isEmpty();
      assertThat(server.end()).isEqualTo(SseEnd.COMPLETE);
    }
  }

  static String textOf(Frame frame) {
    return Json.parseObject(frame.data()).get("text").textValue();
  }

  static void append(SseServer server, Envelope... events) {
    server.log.append(RUN, List.of(events)).await();
  }

  static void assertFreed(SseServer server) {
    assertThat(server.log.watchers()).isZero();
    assertThat(server.sessions.open()).isZero();
  }
}
