package dev.sluice.channel.http;

import dev.sluice.event.EventId;
import dev.sluice.id.UserId;
import dev.sluice.run.Runs;
import dev.sluice.run.Runs.Submitted;
import dev.sluice.run.Submission;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Submit, look at, read and cancel runs. */
final class RunEndpoints {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;
  private static final String CANCELLED_BY_CALLER = "the caller cancelled it";

  private final Runs runs;
  private final HttpMeters meters;

  RunEndpoints(Runs runs, HttpMeters meters) {
    this.runs = runs;
    this.meters = meters;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.post("/v1/runs", this::submit),
        Endpoint.get("/v1/runs", this::list),
        Endpoint.get("/v1/runs/:run", this::get),
        Endpoint.get("/v1/runs/:run/events", this::events),
        Endpoint.post("/v1/runs/:run/cancel", this::cancel),
        Endpoint.post("/v1/chat/stream", this::chat));
  }

  private Future<Answer> submit(Call call) {
    var links = new Links(call.caller());
    return accept(submission(call, false))
        .map(
            submitted ->
                new Answer.Document(
                    submitted.replayed() ? 200 : 202,
                    RunJson.summary(submitted.run(), links),
                    headers(submitted, links)));
  }

  /** Submit and read in one: the run lives as long as somebody reads it. */
  private Future<Answer> chat(Call call) {
    Accepts.eventStream(call);
    Optional<EventId> last = call.lastEventId();
    var links = new Links(call.caller());
    return accept(submission(call, true))
        .compose(
            submitted -> {
              UserId user = submitted.run().user();
              EventId after = submitted.replayed() ? last.orElse(EventId.ZERO) : EventId.ZERO;
              return runs.read(submitted.run().id(), user, after)
                  .map(reading -> new Answer.Events(reading, after, headers(submitted, links)));
            });
  }

  private Future<Answer> list(Call call) {
    return runs.list(call.user(), call.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT))
        .map(list -> Answer.ok(RunJson.list(list, new Links(call.caller()))));
  }

  private Future<Answer> get(Call call) {
    return runs.get(call.runId(), call.user())
        .map(run -> Answer.ok(RunJson.of(run, new Links(call.caller()))));
  }

  private Future<Answer> cancel(Call call) {
    return runs.cancel(call.runId(), call.user(), CANCELLED_BY_CALLER)
        .map(run -> Answer.ok(RunJson.of(run, new Links(call.caller()))));
  }

  private Future<Answer> events(Call call) {
    Accepts.eventStream(call);
    EventId after = call.lastEventId().orElse(EventId.ZERO);
    return runs.read(call.runId(), call.user(), after)
        .map(reading -> new Answer.Events(reading, after, Map.of()));
  }

  private static Submission submission(Call call, boolean attended) {
    var body = JsonBody.of(call);
    return SubmitRequest.of(body)
        .submission(call.caller(), attended, IdempotencyKeys.of(call, body));
  }

  private Future<Submitted> accept(Submission submission) {
    long started = System.nanoTime();
    return runs.submit(submission)
        .onComplete(
            result ->
                meters.submitAnswered(
                    result.succeeded(), Duration.ofNanos(System.nanoTime() - started)));
  }

  private static Map<String, String> headers(Submitted submitted, Links links) {
    var headers = new HashMap<String, String>();
    headers.put("Location", links.run(submitted.run()));
    headers.put("X-Run-Id", submitted.run().id().value());
    if (submitted.replayed()) {
      headers.put("Idempotent-Replayed", "true");
    }
    return headers;
  }
}
