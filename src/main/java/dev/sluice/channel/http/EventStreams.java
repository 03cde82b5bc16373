package dev.sluice.channel.http;

import dev.sluice.event.EventLog;
import dev.sluice.event.RunTail;
import dev.sluice.id.RunId;
import dev.sluice.run.Run;
import dev.sluice.run.Runs;
import dev.sluice.run.Runs.Reading;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Answers with event streams. While one is open, its run hears that somebody reads it. */
final class EventStreams {
  private static final int PAGE = 256;

  private final EventLog log;
  private final Runs runs;
  private final HttpMeters meters;
  private final SseSessions sessions;

  EventStreams(SseOptions options, EventLog log, Runs runs, HttpMeters meters) {
    this.log = log;
    this.runs = runs;
    this.meters = meters;
    this.sessions = new SseSessions(options);
  }

  /** On the request's context. Done when a stream has begun, or the answer is out. */
  Future<Void> open(HttpServerRequest request, Answer.Events answer) {
    return switch (answer.reading()) {
      case Reading.Follow(Run run) -> follow(request, run.id(), answer);
      case Reading.Rebuilt rebuilt -> show(request, rebuilt, answer);
      case Reading.Over _ -> Replies.nothing(request, answer.headers());
    };
  }

  /** Ends all streams, and those that would still begin. */
  Future<Void> drain() {
    return sessions.drain();
  }

  private Future<Void> show(
      HttpServerRequest request, Reading.Rebuilt rebuilt, Answer.Events answer) {
    begin(request, answer);
    sessions.show(request, rebuilt.events(), _ -> meters.streamClosed());
    return Future.succeededFuture();
  }

  private Future<Void> follow(HttpServerRequest request, RunId run, Answer.Events answer) {
    RunTail tail = RunTail.open(log, run, answer.after(), PAGE, PAGE);
    begin(request, answer);
    sessions.follow(request, tail, () -> runs.present(run), _ -> ended(run));
    return Future.succeededFuture();
  }

  /** The run was read until this moment: an attended one gets its whole grace from here. */
  private void ended(RunId run) {
    runs.present(run);
    meters.streamClosed();
  }

  private void begin(HttpServerRequest request, Answer.Events answer) {
    answer.headers().forEach(request.response()::putHeader);
    meters.streamOpened();
  }
}
