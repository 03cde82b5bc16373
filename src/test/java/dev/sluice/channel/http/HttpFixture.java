package dev.sluice.channel.http;

import dev.sluice.event.FakeEventLog;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A running HTTP channel over fakes, on a free port. */
final class HttpFixture implements AutoCloseable {
  static final UserId LOCAL = new UserId("local");

  final Vertx vertx = Vertx.vertx();
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
    verticle = new HttpVerticle(config, authenticator, runs, conversations, log, meters);
    deployment = vertx.deployVerticle(verticle).await();
  }

  /** The defaults on a free port. */
  static HttpConfig config() {
    var d = HttpConfig.defaults();
    return new HttpConfig(
        d.host(),
        0,
        d.maxBodyBytes(),
        d.maxHeaderBytes(),
        d.maxRequestLineBytes(),
        d.headTimeout(),
        d.bodyTimeout(),
        d.idleTimeout(),
        d.shutdownTimeout(),
        d.sse());
  }

  /** With other patience. */
  static HttpConfig config(Duration headTimeout, Duration bodyTimeout) {
    var c = config();
    return new HttpConfig(
        c.host(),
        0,
        c.maxBodyBytes(),
        c.maxHeaderBytes(),
        c.maxRequestLineBytes(),
        headTimeout,
        bodyTimeout,
        c.idleTimeout(),
        c.shutdownTimeout(),
        c.sse());
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
    final AtomicInteger closed = new AtomicInteger();

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
      closed.incrementAndGet();
    }
  }
}
