package dev.sluice.channel.http;

import static java.util.Objects.requireNonNull;

import dev.sluice.event.Envelope;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event stream to one reader, on HTTP/1.1 or HTTP/2. What comes within one turn of the event
 * loop is written together. While the reader is slow, events wait here up to the bounds of {@link
 * SseOptions}, adjacent text is joined, and then the source pauses. A reader that takes nothing is
 * cut off. Confined to the context of its request, except {@link #leave}.
 */
public final class SseSession {
  private static final Logger LOG = LoggerFactory.getLogger(SseSession.class);
  private static final int WRITE_SIZE = 16 * 1024;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final Vertx vertx;
  private final SseSource source;
  private final SseOptions options;
  private final SseQueue queue;
  private final Consumer<SseEnd> onEnd;
  private final SseIdleTimer keepAlive;
  private final SseIdleTimer stuck;
  private final Promise<SseEnd> ended = Promise.promise();
  private long presence = SseIdleTimer.NONE;
  private long age = SseIdleTimer.NONE;
  private @Nullable SseEnd end;
  private boolean sourceEnded;
  private boolean sourcePaused;
  private boolean flushing;
  private boolean slow;

  private SseSession(
      HttpServerRequest request, SseSource source, SseOptions options, Consumer<SseEnd> onEnd) {
    this.request = request;
    this.response = request.response();
    this.context = requireNonNull(Vertx.currentContext(), "a session starts on a Vert.x context");
    this.vertx = context.owner();
    this.source = source;
    this.options = options;
    this.queue = new SseQueue(options.maxQueuedEvents(), options.maxQueuedBytes().toIntExact());
    this.onEnd = onEnd;
    this.keepAlive = new SseIdleTimer(vertx, options.keepAlive(), this::sayAlive);
    this.stuck = new SseIdleTimer(vertx, options.stuckAfter(), () -> cut(SseEnd.STUCK));
  }

  /**
   * Answers the request with the source's events.
   *
   * @param onPresence called now and again while the stream is open
   * @param onEnd called once, when the stream is over and everything freed
   */
  static SseSession start(
      HttpServerRequest request,
      SseSource source,
      SseOptions options,
      Runnable onPresence,
      Consumer<SseEnd> onEnd) {
    var session = new SseSession(request, source, options, onEnd);
    session.open(onPresence);
    return session;
  }

  /** What waits here for a slow reader; not what the connection has taken. */
  public long queuedBytes() {
    return queue.bytes();
  }

  /** Completes with the reason when the stream is over. */
  public Future<SseEnd> ended() {
    return ended.future();
  }

  HttpConnection connection() {
    return request.connection();
  }

  /** Ends the stream cleanly, its reader to come back elsewhere. From any thread. */
  void leave(SseEnd reason) {
    context.runOnContext(_ -> leaveNow(reason));
  }

  private void open(Runnable onPresence) {
    if (response.closed()) {
      over(SseEnd.CLIENT_GONE);
      return;
    }
    // On HTTP/2 both may come, and also after an end of ours.
    response.closeHandler(_ -> over(SseEnd.CLIENT_GONE));
    response.exceptionHandler(_ -> over(SseEnd.CLIENT_GONE));
    response.drainHandler(_ -> progressed());
    startTimers(onPresence);
    writeHead();
    onPresence.run();
    source.start(this::accept, this::sourceEnded);
  }

  private void writeHead() {
    response
        .setChunked(true)
        .putHeader("content-type", "text/event-stream; charset=utf-8")
        .putHeader("cache-control", "no-cache, no-transform")
        .putHeader("x-accel-buffering", "no")
        .putHeader("x-content-type-options", "nosniff");
    Buffer retry = Buffer.buffer(16);
    SseEncoder.appendRetry(retry, retryDelay());
    write(retry);
  }

  private void startTimers(Runnable onPresence) {
    presence = vertx.setPeriodic(options.presenceEvery().toMillis(), _ -> onPresence.run());
    long longest = options.maxAge().toMillis();
    long spread = ThreadLocalRandom.current().nextLong(longest / 5 + 1);
    age = vertx.setTimer(Math.max(1, longest - spread), _ -> leaveNow(SseEnd.MAX_AGE));
  }

  /** Spread, so that the readers of a server that restarts do not return all at once. */
  private Duration retryDelay() {
    long from = options.retryFrom().toMillis();
    long to = options.retryTo().toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(from, to + 1));
  }

  private void accept(Envelope event) {
    if (end != null) {
      return;
    }
    if (!queue.offer(event)) {
      cut(SseEnd.OVERFLOW);
      return;
    }
    if (queue.full()) {
      sourcePaused = true;
      source.pause();
    }
    flushSoon();
  }

  private void sourceEnded(Optional<Throwable> cause) {
    if (cause.isPresent()) {
      LOG.warn("an event stream ends early, its events cannot be read: {}", cause.get().toString());
      leaveNow(SseEnd.SOURCE_FAILED);
    } else {
      sourceEnded = true;
      flushSoon();
    }
  }

  /** At the end of this turn, with what else comes in it; or when a slow reader has taken some. */
  private void flushSoon() {
    if (end == null && !flushing && !(slow && response.writeQueueFull())) {
      flushing = true;
      context.runOnContext(_ -> flush());
    }
  }

  private void flush() {
    flushing = false;
    if (end != null) {
      return;
    }
    writeQueued();
    if (end != null) {
      return;
    }
    if (response.writeQueueFull()) {
      slow = true;
      watchProgress();
    } else if (sourcePaused) {
      sourcePaused = false;
      source.resume();
    } else {
      slow = false;
    }
    if (sourceEnded && queue.isEmpty()) {
      finish(SseEnd.COMPLETE);
    }
  }

  private void writeQueued() {
    if (slow) {
      queue.join(options.maxJoinedLength());
    }
    while (!queue.isEmpty() && !response.writeQueueFull()) {
      Buffer frames = Buffer.buffer();
      @Nullable Envelope next;
      while (frames.length() < WRITE_SIZE && (next = queue.poll()) != null) {
        SseEncoder.append(frames, next);
      }
      write(frames);
    }
  }

  private void write(Buffer bytes) {
    if (end != null) {
      return;
    }
    keepAlive.touch();
    response
        .write(bytes)
        .onComplete(
            result -> {
              if (result.succeeded()) {
                progressed();
              } else {
                over(SseEnd.CLIENT_GONE);
              }
            });
  }

  private void watchProgress() {
    if (!stuck.running()) {
      stuck.touch();
    }
  }

  /** The connection has taken something. */
  private void progressed() {
    if (stuck.running()) {
      stuck.touch();
    }
    if (end == null && !response.writeQueueFull()) {
      stuck.stop();
      if (slow) {
        flushSoon();
      }
    }
  }

  private void sayAlive() {
    if (end != null) {
      return;
    }
    if (response.writeQueueFull()) {
      watchProgress();
      keepAlive.touch();
    } else {
      Buffer comment = Buffer.buffer(8);
      SseEncoder.appendKeepAlive(comment);
      write(comment);
    }
  }

  private void leaveNow(SseEnd reason) {
    if (end != null) {
      return;
    }
    source.close();
    writeQueued();
    Buffer retry = Buffer.buffer(16);
    SseEncoder.appendRetry(retry, retryDelay());
    write(retry);
    finish(reason);
  }

  /** The stuck timer stays on: the end, too, must be taken. */
  private void finish(SseEnd reason) {
    if (end == null) {
      end = reason;
      free();
      watchProgress();
      response.end().onComplete(_ -> over(reason));
    }
  }

  private void cut(SseEnd reason) {
    if (!ended.future().isComplete()) {
      end = reason;
      free();
      SseAbort.abort(request);
      over(reason);
    }
  }

  private void over(SseEnd reason) {
    if (ended.future().isComplete()) {
      return;
    }
    end = end == null ? reason : end;
    free();
    stuck.stop();
    SseEnd why = end;
    ended.complete(why);
    onEnd.accept(why);
  }

  private void free() {
    source.close();
    queue.clear();
    keepAlive.stop();
    vertx.cancelTimer(presence);
    vertx.cancelTimer(age);
  }
}
