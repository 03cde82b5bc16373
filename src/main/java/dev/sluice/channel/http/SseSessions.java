package dev.sluice.channel.http;

import dev.sluice.event.Envelope;
import dev.sluice.event.RunTail;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The event streams of one server. A server that shuts down waits for its open responses, so these
 * end by themselves when their connection shuts down, and all together by {@link #drain}.
 */
public final class SseSessions {
  private final SseOptions options;
  private final Set<SseSession> open = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  public SseSessions(SseOptions options) {
    this.options = options;
  }

  /**
   * Answers the request with the tail's events, up to {@code done}, and owns the tail from here on.
   * On the request's context, which has opened the tail.
   *
   * @param onPresence called at once and every {@link SseOptions#presenceEvery} while it is open
   * @param onEnd called once, when the stream is over and its tail closed
   */
  public SseSession follow(
      HttpServerRequest request, RunTail tail, Runnable onPresence, Consumer<SseEnd> onEnd) {
    return start(request, SseSource.following(tail), onPresence, onEnd);
  }

  /** Answers the request with these events. */
  public SseSession show(HttpServerRequest request, List<Envelope> events, Consumer<SseEnd> onEnd) {
    return start(request, SseSource.of(events), () -> {}, onEnd);
  }

  /** How many streams are open. */
  public int open() {
    return open.size();
  }

  /** Ends all streams, and those that are still started; done when they are over. */
  public Future<Void> drain() {
    draining = true;
    var ends = open.stream().map(SseSession::ended).toList();
    open.forEach(session -> session.leave(SseEnd.DRAINED));
    return Future.join(ends).mapEmpty();
  }

  SseSession start(
      HttpServerRequest request, SseSource source, Runnable onPresence, Consumer<SseEnd> onEnd) {
    HttpConnection connection = request.connection();
    var session = SseSession.start(request, source, options, onPresence, onEnd);
    open.add(session);
    session.ended().onComplete(_ -> open.remove(session));
    // One handler serves all streams of the connection: setting it anew replaces the former.
    connection.shutdownHandler(_ -> leave(connection));
    if (draining) {
      session.leave(SseEnd.DRAINED);
    }
    return session;
  }

  private void leave(HttpConnection connection) {
    open.stream()
        .filter(session -> session.connection().equals(connection))
        .forEach(session -> session.leave(SseEnd.DRAINED));
  }
}
