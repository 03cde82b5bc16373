package dev.sluice.process;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The services behind declared tools: every path is a tool. Remembers each call that it took, also
 * of callers that died since. Thread-safe.
 */
final class ToolServer {
  private final Vertx vertx;
  private final HttpServer server;
  private final List<Call> calls = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private Consumer<Call> onCall = call -> {};
  private Duration delay = Duration.ZERO;
  private boolean holding;

  /** A call as it arrived; {@code key} is its Idempotency-Key. */
  record Call(String tool, String key) {}

  ToolServer(Vertx vertx) {
    this.vertx = vertx;
    this.server =
        vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1").await();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Heard on an event loop, before the answer. */
  synchronized void onCall(Consumer<Call> listener) {
    onCall = listener;
  }

  /** How long answers take from now on. */
  synchronized void answerAfter(Duration time) {
    delay = time;
  }

  /** No answers from now on, until {@link #release}. */
  synchronized void hold() {
    holding = true;
  }

  /** Answers what waits, and at once from now on. */
  synchronized void release() {
    holding = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  /** How often each key was called. */
  synchronized Map<String, Long> callsByKey(String tool) {
    return calls.stream()
        .filter(call -> call.tool().equals(tool))
        .collect(Collectors.groupingBy(Call::key, Collectors.counting()));
  }

  private void take(HttpServerRequest request) {
    var call =
        new Call(
            String.valueOf(request.path()).substring(1),
            Objects.requireNonNull(request.getHeader("Idempotency-Key"), "every call has a key"));
    remember(call).accept(call);
    request.body().onSuccess(body -> answerInTime(request));
  }

  private synchronized Consumer<Call> remember(Call call) {
    calls.add(call);
    return onCall;
  }

  private synchronized void answerInTime(HttpServerRequest request) {
    Runnable answer =
        () -> request.response().putHeader("content-type", "text/plain").end("Done.");
    if (holding) {
      held.add(answer);
    } else if (delay.isZero()) {
      answer.run();
    } else {
      vertx.setTimer(delay.toMillis(), fired -> answer.run());
    }
  }
}
