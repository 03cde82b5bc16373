package dev.sluice.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import dev.sluice.resilience.Cancellation;
import dev.sluice.tool.Calls;
import dev.sluice.tool.OnContext;
import dev.sluice.tool.ToolException;
import dev.sluice.tool.ToolOutcome;
import dev.sluice.tool.ToolRunners;
import dev.sluice.tool.ToolSpec.Importance;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class HttpToolTest {
  private static final String SECRET = "s3cr3t-t0ken";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int MIB = 1024 * 1024;

  private Vertx vertx;
  private OnContext context;

  @BeforeEach
  void setUp(Vertx vertx) {
    this.vertx = vertx;
    this.context = new OnContext(vertx);
  }

  private int serve(Handler<HttpServerRequest> handler) {
    return OnContext.await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"))
        .actualPort();
  }

  /** Notes when the connection closes, whether a request had come over it by then or not. */
  private int serve(Promise<Void> closed, Handler<HttpServerRequest> handler) {
    return OnContext.await(
            vertx
                .createHttpServer()
                .connectionHandler(it -> it.closeHandler(_ -> closed.tryComplete()))
                .requestHandler(handler)
                .listen(0, "127.0.0.1"))
        .actualPort();
  }

  private int serveRaw(Handler<NetSocket> handler) {
    return OnContext.await(vertx.createNetServer().connectHandler(handler).listen(0, "127.0.0.1"))
        .actualPort();
  }

  private HttpTool tool(int port, Duration timeout) {
    var config =
        new HttpToolConfig(
            "weather",
            "The weather.",
            Json.parse("{\"type\":\"object\"}"),
            URI.create("http://127.0.0.1:" + port + "/w?units=si"),
            timeout,
            true,
            Importance.OPTIONAL,
            Map.of("Authorization", "Bearer " + SECRET));
    return HttpTool.all(vertx, List.of(config)).getFirst();
  }

  private Future<String> start(HttpTool tool, Cancellation cancellation) {
    return context.start(
        () -> tool.call(Calls.of("weather", "{\"city\":\"Ghent\"}", cancellation)));
  }

  private String call(int port) {
    return OnContext.await(start(tool(port, LONG), new Cancellation()));
  }

  private ToolException failure(Future<String> call) {
    return OnContext.await(
        call.transform(
            (_, error) ->
                error instanceof ToolException expected
                    ? Future.succeededFuture(expected)
                    : Future.failedFuture(new AssertionError("no tool exception", error))));
  }

  private ToolException failure(int port) {
    return failure(start(tool(port, LONG), new Cancellation()));
  }

  @Test
  void postsTheInputAndGivesTheAnswer() {
    record Seen(String line, MultiMap headers, Buffer body) {}
    var seen = Promise.<Seen>promise();
    int port =
        serve(
            request ->
                request
                    .body()
                    .onSuccess(
                        body -> {
                          String line = request.method() + " " + request.uri();
                          seen.complete(new Seen(line, request.headers(), body));
                          request
                              .response()
                              .putHeader("content-type", "application/json")
                              .end("{\"sky\": \"bleu é\"}");
                        }));

    assertThat(call(port)).isEqualTo("{\"sky\": \"bleu é\"}");

    var request = OnContext.await(seen.future());
    assertThat(request.line()).isEqualTo("POST /w?units=si");
    assertThat(request.body().toString()).isEqualTo("{\"city\":\"Ghent\"}");
    assertThat(request.headers().get("content-type")).isEqualTo("application/json");
    assertThat(request.headers().get("idempotency-key")).isEqualTo("run_1:toolu_1");
    assertThat(request.headers().get("authorization")).isEqualTo("Bearer " + SECRET);
    assertThat(request.headers().get("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void takesAnEmptyAnswerForAnEmptyResult() {
    assertThat(call(serve(request -> request.response().setStatusCode(204).end()))).isEmpty();
  }

  @Test
  void decodesTheCharsetThatTheServiceNames() {
    int port =
        serve(
            request ->
                request
                    .response()
                    .putHeader("content-type", "text/plain; charset=ISO-8859-1")
                    .end(Buffer.buffer(new byte[] {'b', 'l', (byte) 0xe9})));

    assertThat(call(port)).isEqualTo("blé");
  }

  @Test
  void tellsTheModelWhyItsInputWasRefused() {
    int port = serve(request -> request.response().setStatusCode(422).end("no such city"));

    var failure = failure(port);

    assertThat(failure.kind()).isEqualTo(ToolException.Kind.INPUT);
    assertThat(failure).hasMessage("weather refused the input (status 422): no such city");
  }

  @Test
  void capsAComplaint() {
    int port = serve(request -> request.response().setStatusCode(400).end("x".repeat(100_000)));

    assertThat(failure(port).getMessage()).hasSizeBetween(2048, 2200);
  }

  @ParameterizedTest
  @CsvSource({
    "302, UNAVAILABLE",
    "401, UNAVAILABLE",
    "403, UNAVAILABLE",
    "407, UNAVAILABLE",
    "425, BUSY",
    "429, BUSY",
    "408, FAILING",
    "500, FAILING",
    "503, FAILING"
  })
  void tellsWhetherTheSameCallMaySucceedLater(int status, ToolException.Kind kind) {
    int port =
        serve(
            request ->
                request
                    .response()
                    .setStatusCode(status)
                    .putHeader("location", "/elsewhere")
                    .end("details"));

    var failure = failure(port);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.getMessage()).contains("" + status).doesNotContain("details");
  }

  @ParameterizedTest
  @CsvSource({"429, 7, PT7S", "503, ' 2 ', PT2S", "500, soon,", "429, -1,", "401, 7,"})
  void passesOnTheWaitThatTheServiceAsksFor(int status, String header, @Nullable Duration wait) {
    int port =
        serve(
            request ->
                request.response().setStatusCode(status).putHeader("retry-after", header).end());

    assertThat(failure(port).retryAfter()).isEqualTo(Optional.ofNullable(wait));
  }

  @Test
  void keepsWhatItAuthenticatesWithFromTheModel() {
    int echo = serve(request -> request.response().end(request.getHeader("authorization")));
    int refuse = serve(request -> request.response().setStatusCode(400).end("not " + SECRET + "!"));

    assertThat(call(echo)).isEqualTo("Bearer [redacted]");
    assertThat(failure(refuse).getMessage()).endsWith("not [redacted]!");
  }

  @Test
  void refusesAnAnswerThatIsNotText() {
    int image =
        serve(request -> request.response().putHeader("content-type", "image/png").end("PNG"));
    int compressed =
        serve(request -> request.response().putHeader("content-encoding", "gzip").end("zip"));

    assertThat(failure(image).kind()).isEqualTo(ToolException.Kind.UNAVAILABLE);
    assertThat(failure(compressed).kind()).isEqualTo(ToolException.Kind.UNAVAILABLE);
  }

  @Test
  void stopsReadingAnAnswerThatDoesNotEnd() {
    var closed = Promise.<Void>promise();
    int port =
        serve(
            request -> {
              request.connection().closeHandler(_ -> closed.tryComplete());
              var response = request.response().setChunked(true);
              // More than the cap and the sockets' buffers, and never an end.
              response.write(Buffer.buffer(new byte[16 * MIB]));
            });

    String content = call(port);

    assertThat(content).hasSize(MIB + "\n[cut after 1 MiB]".length()).endsWith("[cut after 1 MiB]");
    OnContext.await(closed.future());
  }

  @Test
  void isFailingWhenNobodyListens() {
    var server = vertx.createNetServer().connectHandler(NetSocket::close);
    int port = OnContext.await(server.listen(0, "127.0.0.1")).actualPort();
    OnContext.await(server.close());

    var failure = failure(port);

    assertThat(failure.kind()).isEqualTo(ToolException.Kind.FAILING);
    assertThat(failure.getMessage()).contains("no connection").doesNotContain("127.0.0.1");
  }

  @Test
  void isFailingWhenTheConnectionBreaks() {
    int beforeHead = serveRaw(socket -> socket.handler(_ -> socket.close()));
    int inBody =
        serveRaw(
            socket ->
                socket.handler(
                    _ ->
                        socket
                            .write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
                            .onComplete(_ -> socket.close())));

    for (int port : List.of(beforeHead, inBody)) {
      var failure = failure(port);
      assertThat(failure.kind()).isEqualTo(ToolException.Kind.FAILING);
      assertThat(failure.getMessage()).contains("connection broke");
    }
  }

  @Test
  void closesTheConnectionWhenTheCallIsCancelled() {
    var arrived = Promise.<Void>promise();
    var closed = Promise.<Void>promise();
    int port =
        serve(
            request -> {
              request.connection().closeHandler(_ -> closed.tryComplete());
              arrived.complete();
            });
    var cancellation = new Cancellation();
    var call = start(tool(port, LONG), cancellation);
    OnContext.await(arrived.future());

    context.act(() -> cancellation.cancel("client left"));

    assertThat(failure(call).getMessage()).contains("cancelled");
    OnContext.await(closed.future());
  }

  @Test
  void sendsNothingForACallThatIsCancelledAlready() {
    var cancellation = new Cancellation();
    cancellation.cancel("client left");
    int port = serve(request -> request.response().end("too late"));

    assertThat(failure(start(tool(port, LONG), cancellation)).getMessage()).contains("cancelled");
  }

  @Test
  void closesTheConnectionOfAnAnswerThatDrips() {
    var closed = Promise.<Void>promise();
    int port = serve(closed, request -> request.response().setChunked(true).write("drop"));

    var failure = failure(start(tool(port, Duration.ofMillis(200)), new Cancellation()));

    assertThat(failure.getMessage()).contains("in time");
    OnContext.await(closed.future());
  }

  @Test
  void isCutShortByTheRunnersTimeout() {
    var closed = Promise.<Void>promise();
    int port = serve(closed, _ -> {});
    var runner = ToolRunners.of(vertx, InstantSource.system(), tool(port, LONG));
    var soon = InstantSource.system().instant().plusMillis(300);

    var outcome =
        context.run(() -> runner.run(Calls.of("weather", Json.object(), soon, new Cancellation())));

    assertThat(outcome).isInstanceOf(ToolOutcome.Degraded.class);
    OnContext.await(closed.future());
  }
}
