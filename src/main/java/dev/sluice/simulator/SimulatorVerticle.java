package dev.sluice.simulator;

import dev.sluice.simulator.agent.SmallAgent;
import dev.sluice.simulator.wire.ApiError;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The server: routes requests to their endpoints, all on one event loop. */
final class SimulatorVerticle extends VerticleBase {
  private static final long LARGEST_BODY = 32L * 1024 * 1024;
  private static final int LONGEST_HEADERS = 64 * 1024;

  private final SimulatorOptions options;
  private final Journal journal;
  private final CallReader reader;
  private final SmallAgent agent;
  private volatile Stage stage;
  private volatile @Nullable HttpServer server;
  private @Nullable Reception reception;

  SimulatorVerticle(SimulatorOptions options) {
    this.options = options;
    this.journal = new Journal(options.remembered());
    this.reader = CallReader.of(options);
    this.agent = SmallAgent.load();
    this.stage = new Stage(options.script());
  }

  Journal journal() {
    return journal;
  }

  void play(Script script) {
    stage = new Stage(script);
  }

  int port() {
    HttpServer listening = server;
    return listening == null ? 0 : listening.actualPort();
  }

  @Override
  public Future<?> start() {
    HttpServerOptions http =
        new HttpServerOptions()
            .setHost(options.host())
            .setPort(options.port())
            .setMaxHeaderSize(LONGEST_HEADERS);
    return vertx
        .createHttpServer(http)
        .requestHandler(router())
        .listen()
        .onSuccess(listening -> server = listening);
  }

  @Override
  public Future<?> stop() {
    if (reception != null) {
      reception.close();
    }
    return Future.succeededFuture();
  }

  private Router router() {
    Reception front = new Reception(options, journal);
    reception = front;
    RateBook rates = new RateBook(options.limits(), options.clock());
    Ticker ticker = new Ticker(vertx);
    Player player = new Player(options, rates, ticker, context);
    MessagesEndpoint messages = new MessagesEndpoint(options, reader, player, rates, agent);
    ModelsEndpoint models = new ModelsEndpoint(reader);
    ToolsEndpoint tools = new ToolsEndpoint(player);
    AccountEndpoint account = new AccountEndpoint(journal);

    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    router.post("/v1/messages").handler(ctx -> messages.create(front.open(ctx), stage));
    router.post("/v1/messages/count_tokens").handler(ctx -> messages.count(front.open(ctx)));
    router.get("/v1/models").handler(ctx -> models.list(front.open(ctx)));
    router.get("/v1/models/:id").handler(ctx -> models.one(front.open(ctx), parameter(ctx, "id")));
    router
        .route("/simulator/tools/:name")
        .method(HttpMethod.GET)
        .method(HttpMethod.POST)
        .handler(ctx -> tools.answer(front.open(ctx), parameter(ctx, "name"), stage));
    router.get("/simulator/bill").handler(account::bill);
    router.get("/simulator/requests").handler(account::requests);
    List.of(400, 404, 405, 413, 500)
        .forEach(status -> router.errorHandler(status, ctx -> refuse(front, ctx)));
    return router;
  }

  private static String parameter(RoutingContext ctx, String name) {
    return Objects.requireNonNullElse(ctx.pathParam(name), "");
  }

  private static void refuse(Reception front, RoutingContext ctx) {
    if (ctx.response().headWritten()) {
      ctx.response().reset();
      return;
    }
    front
        .open(ctx)
        .refuse(
            switch (ctx.statusCode()) {
              case 404 -> ApiError.of(404, "Not found: " + ctx.normalizedPath());
              case 405 -> ApiError.of(405, "Method Not Allowed");
              case 413 -> ApiError.of(413, "Request exceeds the maximum allowed number of bytes.");
              case 400 -> ApiError.invalid("the request could not be read");
              default -> ApiError.of(500, "the simulator has a defect: " + ctx.failure());
            });
  }
}
