package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.Envelope;
import dev.sluice.event.Events;
import dev.sluice.id.RunId;
import dev.sluice.json.Json;
import dev.sluice.run.Run;
import dev.sluice.run.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamApiTest {
  private final ApiDocument document = ApiDocument.load();
  private HttpFixture http;

  @BeforeEach
  void start() {
    http = new HttpFixture(HttpFixture.quick(), Authenticator.loopback());
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void submitsAndStreamsInOne() throws Exception {
    try (var raw = new RawHttp(http.port())) {
      var reader = chat(raw, "{\"message\":\"hello\"}");
      assertThat(reader.head.status()).isEqualTo(200);
      assertThat(reader.head.header("Content-Type")).contains("text/event-stream; charset=utf-8");
      assertThat(reader.head.header("X-Accel-Buffering")).contains("no");
      assertThat(reader.head.header("X-Content-Type-Options")).contains("nosniff");
      String run = reader.head.header("X-Run-Id").orElseThrow();
      assertThat(reader.head.header("Location")).contains("/v1/runs/" + run);
      assertThat(http.runs.submissions.element().attended()).isTrue();

      append(Events.started(1), Events.text(1, 2, "Hel"));
      assertThat(names(reader, 2)).containsExactly("1-1 start", "1-2 token");
      append(Events.text(1, 3, "lo"), Events.done(1, 4));
      assertThat(names(reader, 3)).containsExactly("1-3 token", "1-4 done");
      assertThat(http.runs.presence).contains(new RunId(run));
    }
    assertThat(http.meters.opened).hasValue(1);
  }

  @Test
  void keepsSayingThatSomebodyReads() throws Exception {
    try (var raw = new RawHttp(http.port())) {
      var reader = chat(raw, "{\"message\":\"hello\"}");
      while (http.runs.presence.size() < 3) {
        assertThat(reader.line()).isPresent();
      }
      assertThat(reader.head.status()).isEqualTo(200);
    }
  }

  @Test
  void outlivesTheIdleTimeoutOfItsConnection() throws Exception {
    RunId run = http.submit();
    try (var raw = new RawHttp(http.port())) {
      var reader = events(raw, run, "");
      for (int keepAlives = 0; keepAlives < 25; ) {
        keepAlives += reader.line().orElseThrow().equals(": ka") ? 1 : 0;
      }
      append(Events.started(1), Events.done(1, 2));
      assertThat(names(reader, 3)).containsExactly("1-1 start", "1-2 done");
    }
  }

  @Test
  void resumesAfterTheHeaderRatherThanTheQuery() throws Exception {
    RunId run = http.submit();
    append(Events.started(1), Events.text(1, 2, "a"), Events.text(1, 3, "b"), Events.done(1, 4));

    assertThat(read(run, "", ""))
        .containsExactly("1-1 start", "1-2 token", "1-3 token", "1-4 done");
    assertThat(read(run, "?last_event_id=1-2", "")).containsExactly("1-3 token", "1-4 done");
    assertThat(read(run, "?last_event_id=1-1", "Last-Event-ID: 1-3")).containsExactly("1-4 done");
    assertThat(read(run, "?last_event_id=1-1", "Last-Event-ID: ")).hasSize(3);
  }

  @Test
  void sendsDataAsDocumented() throws Exception {
    RunId run = http.submit();
    append(Events.started(1), Events.text(1, 2, "a\nb"), Events.done(1, 3));
    try (var raw = new RawHttp(http.port())) {
      var reader = events(raw, run, "");
      for (var event = reader.next(); event.isPresent(); event = reader.next()) {
        document.check(document.schemaOf(event.get().name()), Json.parse(event.get().data()));
      }
    }
  }

  @Test
  void tellsAReaderWhoHasSeenItAllNotToComeBack() throws Exception {
    RunId run = http.submit();
    http.runs.reading(run, new Runs.Reading.Over(run(run)));
    var reply =
        RawHttp.exchange(http.port(), "GET", "/v1/runs/" + run + "/events", "Last-Event-ID: 1-4");

    assertThat(reply.status()).isEqualTo(204);
  }

  @Test
  void streamsWhatWasRebuilt() throws Exception {
    RunId run = http.submit();
    List<Envelope> events = List.of(Events.started(2), Events.text(2, 2, "a"), Events.done(2, 3));
    http.runs.reading(run, new Runs.Reading.Rebuilt(run(run), events));

    assertThat(read(run, "", "")).containsExactly("2-1 start", "2-2 token", "2-3 done");
    assertThat(http.meters.opened).hasValue(1);
  }

  @Test
  void joinsTheStreamOfAReplayedSubmit() throws Exception {
    String key = "Idempotency-Key: k";
    String body = "{\"message\":\"hello\"}";
    String run;
    try (var raw = new RawHttp(http.port())) {
      var reader = chat(raw, body, key, "Last-Event-ID: 9-9");
      run = reader.head.header("X-Run-Id").orElseThrow();
      append(Events.started(1), Events.text(1, 2, "a"));
      assertThat(names(reader, 2)).containsExactly("1-1 start", "1-2 token");
    }
    try (var raw = new RawHttp(http.port())) {
      var reader = chat(raw, body, key, "Last-Event-ID: 1-1");
      assertThat(reader.head.header("X-Run-Id")).contains(run);
      assertThat(reader.head.header("Idempotent-Replayed")).contains("true");
      append(Events.done(1, 3));
      assertThat(names(reader, 3)).containsExactly("1-2 token", "1-3 done");
    }
  }

  @Test
  void submitsNothingThatTheCallerCannotRead() throws Exception {
    var reply =
        RawHttp.post(
            http.port(), "/v1/chat/stream", "{\"message\":\"a\"}", "Accept: application/json");

    assertThat(reply.status()).isEqualTo(406);
    document.check("Problem", reply.json());
    assertThat(http.runs.submissions).isEmpty();
    var bad =
        RawHttp.post(http.port(), "/v1/chat/stream", "{\"message\":\"a\"}", "Last-Event-ID: x");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(http.runs.submissions).isEmpty();
  }

  @Test
  void answersHeadWithoutOpeningAStream() throws Exception {
    RunId run = http.submit();
    var reply = RawHttp.exchange(http.port(), "HEAD", "/v1/runs/" + run + "/events");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
    assertThat(http.meters.opened).hasValue(0);
  }

  @Test
  void freesEverythingWhenTheReaderLeaves() throws Exception {
    RunId run = http.submit();
    try (var raw = new RawHttp(http.port())) {
      events(raw, run, "");
      assertThat(http.log.watchers()).isEqualTo(1);
    }
    http.meters.awaitClosed(1);

    assertThat(http.log.watchers()).isZero();
  }

  @Test
  void endsOpenStreamsBeforeItStops() throws Exception {
    RunId run = http.submit();
    try (var raw = new RawHttp(http.port())) {
      var reader = events(raw, run, "");
      append(Events.started(1));
      assertThat(names(reader, 1)).containsExactly("1-1 start");
      http.vertx.undeploy(http.deployment).await();

      assertThat(reader.next()).as("an end without done").isEmpty();
    }
    assertThatThrownBy(() -> new RawHttp(http.port())).isInstanceOf(IOException.class);
  }

  @Test
  void goesOnWhenTheLogRecovers() throws Exception {
    RunId run = http.submit();
    http.log.readFailure = new IllegalStateException("away");
    try (var raw = new RawHttp(http.port())) {
      var reader = events(raw, run, "");
      assertThat(reader.head.status()).isEqualTo(200);
      assertThat(reader.line().orElseThrow()).startsWith("retry: ");
      http.log.readFailure = null;
      append(Events.started(1), Events.done(1, 2));
      assertThat(names(reader, 3)).containsExactly("1-1 start", "1-2 done");
    }
  }

  private void append(Envelope... events) {
    http.log.append(events[0].run(), List.of(events)).await();
  }

  private Run run(RunId id) {
    return http.runs.get(id, HttpFixture.LOCAL).await();
  }

  private static SseReader chat(RawHttp raw, String body, String... headers) throws IOException {
    raw.send(RawHttp.head("POST", "/v1/chat/stream", headers));
    raw.send("Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n");
    raw.send(body);
    return new SseReader(raw);
  }

  private static SseReader events(RawHttp raw, RunId run, String query, String... headers)
      throws IOException {
    raw.send(RawHttp.head("GET", "/v1/runs/" + run + "/events" + query, headers) + "\r\n");
    return new SseReader(raw);
  }

  private List<String> read(RunId run, String query, String header) throws IOException {
    try (var raw = new RawHttp(http.port())) {
      String[] headers = header.isEmpty() ? new String[0] : new String[] {header};
      return names(events(raw, run, query, headers), Integer.MAX_VALUE);
    }
  }

  /** Up to so many events, fewer at the end of the stream. */
  private static List<String> names(SseReader reader, int most) throws IOException {
    var names = new ArrayList<String>();
    while (names.size() < most) {
      Optional<SseReader.Event> event = reader.next();
      if (event.isEmpty()) {
        break;
      }
      names.add(event.get().id().orElse("-") + " " + event.get().name());
    }
    return names;
  }
}
