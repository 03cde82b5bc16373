package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.FakeEventLog;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A running HTTP channel over fakes, on a free port. */
final class HttpFixture implements AutoCloseable {
  static final UserId LOCAL = new UserId("local");

  final Vertx vertx = TestVertx.create();
  final FakeRuns runs = new FakeRuns();
  final FakeConversations conversations = new FakeConversations();
  final FakeEventLog log = new FakeEventLog();
  final CountingMeters meters = new CountingMeters();
  final HttpVerticle verticle;
  final String deployment;

  HttpFixture() {
    this(config(), Authenticator.loopback());
  }

  HttpFixture(HttpConfig config, Authenticator authenticator) {
    verticle =
        new HttpVerticle(
            config, authenticator, runs, conversations, log, meters, ModelKind.SIMULATED);
    deployment = vertx.deployVerticle(verticle).await();
  }

  /** The defaults on a free port. */
  static HttpConfig config() {
    var d = HttpConfig.defaults();
    return config(d.bodyTimeout(), d.idleTimeout(), d.sse());
  }

  /** With other patience. */
  static HttpConfig config(Duration bodyTimeout) {
    var d = HttpConfig.defaults();
    return config(bodyTimeout, d.idleTimeout(), d.sse());
  }

  /** Keeps streams alive every 50 ms and closes what is idle for a second. */
  static HttpConfig quick() {
    var d = HttpConfig.defaults();
    var s = d.sse();
    var sse =
        new SseOptions(
            Duration.ofMillis(50),
            s.stuckAfter(),
            s.maxAge(),
            Duration.ofMillis(20),
            s.retryFrom(),
            s.retryTo(),
            s.maxQueuedEvents(),
            s.maxQueuedBytes(),
            s.maxJoinedLength());
    return config(d.bodyTimeout(), Duration.ofSeconds(1), sse);
  }

  static HttpConfig onPort(int port) {
    var d = HttpConfig.defaults();
    return config(port, d.bodyTimeout(), d.idleTimeout(), d.sse());
  }

  private static HttpConfig config(Duration bodyTimeout, Duration idleTimeout, SseOptions sse) {
    return config(0, bodyTimeout, idleTimeout, sse);
  }

  private static HttpConfig config(
      int port, Duration bodyTimeout, Duration idleTimeout, SseOptions sse) {
    var d = HttpConfig.defaults();
    return new HttpConfig(
        d.host(),
        port,
        d.maxBodyBytes(),
        d.maxHeaderBytes(),
        d.maxRequestLineBytes(),
        bodyTimeout,
        idleTimeout,
        d.shutdownTimeout(),
        sse);
  }

  int port() {
    return verticle.port();
  }

  /** Submits a run and gives its id. */
  RunId submit() throws Exception {
    var reply = RawHttp.post(port(), "/v1/runs", "{\"message\":\"hello\"}");
    return new RunId(reply.json().path("run_id").asText());
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  /** Counts. */
  static final class CountingMeters implements HttpMeters {
    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    private final Semaphore closed = new Semaphore(0);

    /** Waits until so many streams were closed. */
    void awaitClosed(int streams) throws InterruptedException {
      assertThat(closed.tryAcquire(streams, 20, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void submitAnswered(boolean ok, Duration latency) {
      (ok ? accepted : refused).incrementAndGet();
    }

    @Override
    public void streamOpened() {
      opened.incrementAndGet();
    }

    @Override
    public void streamClosed() {
      closed.release();
    }
  }
}
