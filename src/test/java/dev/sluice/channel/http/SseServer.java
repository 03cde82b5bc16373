package dev.sluice.channel.http;

import static java.util.Objects.requireNonNull;

import dev.sluice.config.DataSize;
import dev.sluice.event.EventId;
import dev.sluice.event.Events;
import dev.sluice.event.FakeEventLog;
import dev.sluice.event.RunTail;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real server whose every path is the event stream of one run. */
final class SseServer implements AutoCloseable {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Small bounds, and no time that runs out within a test. */
  static final SseOptions OPTIONS = options(HOUR, HOUR, HOUR, HOUR);

  static final SseOptions IMPATIENT = options(HOUR, Duration.ofMillis(50), HOUR, HOUR);

  final Vertx vertx = TestVertx.create();

  /** Held here: a client that nobody holds is collected, and closes its connections. */
  final HttpClient http2 =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));

  final FakeEventLog log = new FakeEventLog();
  final SseSessions sessions;
  final HttpServer server;
  final Semaphore presence = new Semaphore(0);
  final CountDownLatch disconnected = new CountDownLatch(1);
  private volatile @Nullable Context context;
  private final BlockingQueue<SseEnd> ends = new LinkedBlockingQueue<>();
  private final BlockingQueue<SseSession> started = new LinkedBlockingQueue<>();

  SseServer(SseOptions options) {
    this(options, (server, request) -> server.follow(request));
  }

  SseServer(SseOptions options, BiFunction<SseServer, HttpServerRequest, SseSession> answer) {
    sessions = new SseSessions(options);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setSendBufferSize(8192))
            .requestHandler(
                request -> {
                  request.connection().closeHandler(_ -> disconnected.countDown());
                  context = Vertx.currentContext();
                  started.add(answer.apply(this, request));
                })
            .listen(0)
            .await();
  }

  static SseOptions options(
      Duration keepAlive, Duration stuckAfter, Duration maxAge, Duration presenceEvery) {
    return new SseOptions(
        keepAlive,
        stuckAfter,
        maxAge,
        presenceEvery,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        64,
        DataSize.ofKiB(16),
        4 * 1024);
  }

  private SseSession follow(HttpServerRequest request) {
    EventId after =
        Optional.ofNullable(request.getParam("after")).flatMap(EventId::parse).orElse(EventId.ZERO);
    RunTail tail = RunTail.open(log, Events.RUN, after, 32, 64);
    return sessions.follow(request, tail, presence::release, ends::add);
  }

  SseSession start(HttpServerRequest request, SseSource source) {
    return sessions.start(request, source, presence::release, ends::add);
  }

  RawSseClient connect() {
    return connect("/");
  }

  RawSseClient connect(String path) {
    return new RawSseClient(server.actualPort(), 64 * 1024, path);
  }

  /** A client that takes as little as its system allows until it reads. */
  RawSseClient connectLazily() {
    return new RawSseClient(server.actualPort(), 2048, "/");
  }

  SseSession session() {
    return next(started, "no session was started");
  }

  /** On the context of the last started session, after what was told to it so far. */
  <T> T onSession(Supplier<T> action) {
    Promise<T> result = Promise.promise();
    requireNonNull(context).runOnContext(_ -> result.complete(action.get()));
    return result.future().await();
  }

  SseEnd end() {
    return next(ends, "no session ended");
  }

  boolean hasMoreEnds() {
    return !ends.isEmpty();
  }

  private static <T> T next(BlockingQueue<T> queue, String otherwise) {
    try {
      T value = queue.poll(30, TimeUnit.SECONDS);
      if (value == null) {
        throw new AssertionError(otherwise);
      }
      return value;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
