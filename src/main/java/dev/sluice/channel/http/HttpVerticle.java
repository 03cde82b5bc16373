package dev.sluice.channel.http;

import dev.sluice.conversation.ConversationStore;
import dev.sluice.event.EventLog;
import dev.sluice.run.Runs;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the run API and the page. May be deployed in several instances, which then share one port,
 * also when it is a free one. Stopping ends the event streams first (their readers resume
 * elsewhere), waits for the requests in flight, and closes whatever connections are left.
 */
public final class HttpVerticle extends VerticleBase {
  /** Vert.x's way to say: any free port, the same one for all instances of a deployment. */
  private static final int ANY_SHARED_PORT = -1;

  private final HttpConfig config;
  private final Authenticator authenticator;
  private final Runs runs;
  private final ConversationStore conversations;
  private final EventLog log;
  private final HttpMeters meters;
  private final ModelKind model;
  private @Nullable HttpServer server;
  private @Nullable HttpEdge edge;
  private boolean stopping;
  private volatile int port;

  public HttpVerticle(
      HttpConfig config,
      Authenticator authenticator,
      Runs runs,
      ConversationStore conversations,
      EventLog log,
      HttpMeters meters,
      ModelKind model) {
    this.config = config;
    this.authenticator = authenticator;
    this.runs = runs;
    this.conversations = conversations;
    this.log = log;
    this.meters = meters;
    this.model = model;
  }

  @Override
  public Future<?> start() {
    var open = new EventStreams(config.sse(), log, runs, meters);
    var way = new HttpEdge(vertx, config, authenticator, open);
    var router = Routes.of(vertx, endpoints(runs, conversations, meters, model), way);
    WebPage.mount(router);
    var created = vertx.createHttpServer(options());
    edge = way;
    server = created;
    created.invalidRequestHandler(InvalidRequests::refuse);
    created.connectionHandler(this::admit);
    created.requestHandler(router);
    return created.listen().onSuccess(listening -> port = listening.actualPort());
  }

  @Override
  public Future<?> stop() {
    HttpServer listening = server;
    if (edge == null || listening == null) {
      return Future.succeededFuture();
    }
    stopping = true;
    Promise<Void> quiet = Promise.promise();
    long grace = vertx.setTimer(config.shutdownTimeout().toMillis(), _ -> quiet.tryComplete());
    edge.drain().onComplete(_ -> quiet.tryComplete());
    // Not the server's own shutdown: a connection that says nothing would use up the whole grace.
    return quiet
        .future()
        .compose(
            _ -> {
              vertx.cancelTimer(grace);
              return listening.close();
            });
  }

  /** Whoever comes while the last answers go out is turned away, and finds the next process. */
  private void admit(HttpConnection connection) {
    if (stopping) {
      connection.close();
    }
  }

  /** The port in use; 0 before the deployment is done. May be asked from any thread. */
  public int port() {
    return port;
  }

  static List<Endpoint> endpoints(
      Runs runs, ConversationStore conversations, HttpMeters meters, ModelKind model) {
    var endpoints = new ArrayList<Endpoint>();
    endpoints.addAll(new RunEndpoints(runs, meters).all());
    endpoints.addAll(new ConversationEndpoints(conversations).all());
    endpoints.addAll(new ServiceEndpoints(runs, model, endpoints).all());
    return List.copyOf(endpoints);
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port() == 0 ? ANY_SHARED_PORT : config.port())
        .setMaxInitialLineLength(config.maxRequestLineBytes().toIntExact())
        .setMaxHeaderSize(config.maxHeaderBytes().toIntExact())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(Math.toIntExact(config.idleTimeout().toMillis()))
        .setTcpNoDelay(true)
        .setDecompressionSupported(false)
        .setCompressionSupported(false);
  }
}
