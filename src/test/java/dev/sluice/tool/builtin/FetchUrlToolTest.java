package dev.sluice.tool.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import dev.sluice.resilience.Cancellation;
import dev.sluice.tool.Calls;
import dev.sluice.tool.OnContext;
import dev.sluice.tool.ToolException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class FetchUrlToolTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress PRIVATE = InetAddress.ofLiteral("10.0.0.1");

  /** The real policy, but for the one address where the test's server is. */
  private static final AddressPolicy HERE_TOO =
      address -> address.equals(HERE) || AddressPolicy.PUBLIC.allows(address);

  private final List<String> lookedUp = new CopyOnWriteArrayList<>();
  private final Deque<List<InetAddress>> answers = new ArrayDeque<>();
  private Vertx vertx;
  private OnContext context;

  @BeforeEach
  void setUp(Vertx vertx) {
    this.vertx = vertx;
    this.context = new OnContext(vertx);
  }

  /** Gives the prepared answers one after the other, then always the test's server. */
  private Future<List<InetAddress>> resolve(String host) {
    lookedUp.add(host);
    return Future.succeededFuture(answers.isEmpty() ? List.of(HERE) : answers.removeFirst());
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

  private int page(String type, String body) {
    return serve(request -> request.response().putHeader("content-type", type).end(body));
  }

  private FetchUrlTool tool(int port, Duration timeout, HttpClientOptions options) {
    var config = new FetchUrlConfig(Set.of(port), 10_000, 3, timeout);
    return new FetchUrlTool(vertx, config, this::resolve, HERE_TOO, options);
  }

  private Future<String> start(FetchUrlTool tool, String url, Cancellation cancellation) {
    String input = Json.write(Json.object().put("url", url));
    return context.start(() -> tool.call(Calls.of("fetch_url", input, cancellation)));
  }

  private Future<String> start(int port, String url) {
    var tool = tool(port, Duration.ofSeconds(60), new HttpClientOptions());
    return start(tool, url, new Cancellation());
  }

  private String fetch(int port, String url) {
    return OnContext.await(start(port, url));
  }

  private ToolException failure(Future<String> call) {
    return OnContext.await(
        call.transform(
            (_, error) ->
                error instanceof ToolException expected
                    ? Future.succeededFuture(expected)
                    : Future.failedFuture(new AssertionError("no tool exception", error))));
  }

  private static String at(int port) {
    return "http://page.test:" + port + "/a?b=c";
  }

  @Test
  void readsAPageUnderItsNameAtTheAddressThatWasChecked() {
    var seen = new CopyOnWriteArrayList<String>();
    int port =
        serve(
            request -> {
              seen.add(request.authority() + " " + request.uri());
              seen.add(request.getHeader("accept-encoding"));
              request.response().putHeader("content-type", "text/plain").end("hello <b>");
            });

    String content = fetch(port, at(port) + "#d");

    assertThat(content).startsWith("Content of " + at(port)).endsWith(":\n\nhello <b>");
    assertThat(seen).containsExactly("page.test:" + port + " /a?b=c", "identity");
    assertThat(lookedUp).containsExactly("page.test");
  }

  @Test
  void turnsHtmlIntoText() {
    int port = page("text/html; charset=utf-8", "<h1>Héad</h1><script>x()</script><p>Text");

    assertThat(fetch(port, at(port))).endsWith("\n\nHéad\nText");
  }

  @Test
  void connectsToTheCheckedAddressThoughTheNameChangesItsMind() {
    answers.add(List.of(HERE));
    answers.add(List.of(PRIVATE));
    int port = page("text/plain", "checked");

    assertThat(fetch(port, at(port))).endsWith("checked");
    assertThat(lookedUp).hasSize(1);
  }

  @Test
  void checksANameAgainWhenItRedirectsToItself() {
    answers.add(List.of(HERE));
    answers.add(List.of(PRIVATE));
    int port = serve(request -> redirect(request, "/again"));

    assertThat(failure(start(port, at(port)))).hasMessageContaining("not a public address");
    assertThat(lookedUp).hasSize(2);
  }

  @Test
  void refusesANameOfWhichOneAddressIsNotPublic() {
    answers.add(List.of(HERE, PRIVATE));
    int port = page("text/plain", "never");

    var failure = failure(start(port, at(port)));

    assertThat(failure.kind()).isEqualTo(ToolException.Kind.INPUT);
    assertThat(failure.getMessage()).contains("page.test").doesNotContain("10.0.0.1");
  }

  @Test
  void staysOnItsContextWhereverTheResolverAnswers() {
    int port = page("text/plain", "here");
    HostResolver elsewhere =
        _ -> Future.future(it -> Thread.ofPlatform().start(() -> it.complete(List.of(HERE))));
    var config = new FetchUrlConfig(Set.of(port), 10_000, 3, Duration.ofSeconds(60));
    var tool = new FetchUrlTool(vertx, config, elsewhere, HERE_TOO, new HttpClientOptions());
    String input = Json.write(Json.object().put("url", at(port)));

    boolean there =
        context.run(() -> tool.call(Calls.of("fetch_url", input)).map(_ -> context.isCurrent()));

    assertThat(there).isTrue();
  }

  @Test
  void tellsWhenANameCannotBeLookedUp() {
    int port = page("text/plain", "never");
    HostResolver failing = _ -> Future.failedFuture(new IllegalStateException("server 10.9.9.9"));
    var config = new FetchUrlConfig(Set.of(port), 10_000, 3, Duration.ofSeconds(60));
    var tool = new FetchUrlTool(vertx, config, failing, HERE_TOO, new HttpClientOptions());

    assertThat(failure(start(tool, at(port), new Cancellation())))
        .hasMessage("the host page.test was not found");
  }

  @Test
  void tellsWhenANameHasNoAddress() {
    answers.add(List.of());
    int port = page("text/plain", "never");

    assertThat(failure(start(port, at(port)))).hasMessageContaining("not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.2", "http://[::1]", "http://[::ffff:127.0.0.2]", "http://0.0.0.0"})
  void refusesALocalAddressInTheUrl(String origin) {
    int port = page("text/plain", "never");

    assertThat(failure(start(port, origin + ":" + port + "/")))
        .hasMessageContaining("not a public address");
    assertThat(lookedUp).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://10.0.0.1", "http://[fd00::1]", "http://169.254.169.254"})
  void refusesARedirectToAPrivateAddress(String origin) {
    var requests = new CopyOnWriteArrayList<String>();
    int[] port = new int[1];
    port[0] =
        serve(
            request -> {
              requests.add(request.uri());
              redirect(request, origin + ":" + port[0] + "/");
            });

    assertThat(failure(start(port[0], at(port[0])))).hasMessageContaining("not a public address");
    assertThat(requests).hasSize(1);
  }

  @Test
  void followsThreeRedirectsAndNoMore() {
    int port =
        serve(
            request -> {
              int left = Integer.parseInt(request.uri().substring(1));
              if (left == 0) {
                request.response().putHeader("content-type", "text/plain").end("there");
              } else {
                redirect(request, "/" + (left - 1));
              }
            });

    assertThat(fetch(port, "http://page.test:" + port + "/3")).endsWith("there");
    assertThat(failure(start(port, "http://page.test:" + port + "/4")))
        .hasMessageContaining("redirects too often");
  }

  private static void redirect(HttpServerRequest request, String location) {
    request.response().setStatusCode(302).putHeader("location", location).end();
  }

  @Test
  void refusesWhatIsNotText() {
    int image = page("image/png", "PNG");
    int untyped = serve(request -> request.response().end("?"));
    int compressed =
        serve(
            request ->
                request
                    .response()
                    .putHeader("content-type", "text/plain")
                    .putHeader("content-encoding", "gzip")
                    .end("zip"));

    for (int port : List.of(image, untyped, compressed)) {
      assertThat(failure(start(port, at(port)))).hasMessageContaining("not text");
    }
  }

  @Test
  void doesNotReadTheBodyOfWhatItRefuses() {
    var closed = Promise.<Void>promise();
    int port =
        serve(
            request -> {
              request.connection().closeHandler(_ -> closed.tryComplete());
              request.response().putHeader("content-type", "video/mp4").setChunked(true).write("v");
            });

    assertThat(failure(start(port, at(port)))).hasMessageContaining("not text");
    OnContext.await(closed.future());
  }

  @Test
  void stopsReadingAPageThatDoesNotEnd() {
    var closed = Promise.<Void>promise();
    int port =
        serve(
            request -> {
              request.connection().closeHandler(_ -> closed.tryComplete());
              request
                  .response()
                  .putHeader("content-type", "text/plain")
                  .setChunked(true)
                  .write(Buffer.buffer("x".repeat(20_000)));
            });

    assertThat(fetch(port, at(port)))
        .contains("(cut after 10000 bytes)")
        .endsWith("\n\n" + "x".repeat(10_000));
    OnContext.await(closed.future());
  }

  @Test
  void tellsAMissingPageFromABrokenService() {
    int missing = serve(request -> request.response().setStatusCode(404).end());
    int broken = serve(request -> request.response().setStatusCode(503).end());

    assertThat(failure(start(missing, at(missing))).kind()).isEqualTo(ToolException.Kind.INPUT);
    assertThat(failure(start(broken, at(broken))).kind()).isEqualTo(ToolException.Kind.FAILING);
  }

  @Test
  void closesTheConnectionOfAPageThatDrips() {
    var closed = Promise.<Void>promise();
    int port =
        serve(
            closed,
            request ->
                request
                    .response()
                    .putHeader("content-type", "text/plain")
                    .setChunked(true)
                    .write("x"));
    var tool = tool(port, Duration.ofMillis(200), new HttpClientOptions());

    assertThat(failure(start(tool, at(port), new Cancellation())).kind())
        .isEqualTo(ToolException.Kind.FAILING);
    OnContext.await(closed.future());
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
    var tool = tool(port, Duration.ofSeconds(60), new HttpClientOptions());
    var call = start(tool, at(port), cancellation);
    OnContext.await(arrived.future());

    context.act(() -> cancellation.cancel("client left"));

    assertThat(failure(call)).hasMessageContaining("cancelled");
    OnContext.await(closed.future());
  }

  @Test
  void checksTheCertificateAgainstTheNameAndNotTheAddress() {
    var certificate = SelfSignedCertificate.create("page.test");
    var names = new CopyOnWriteArrayList<String>();
    var options =
        new HttpServerOptions()
            .setSsl(true)
            .setSni(true)
            .setKeyCertOptions(certificate.keyCertOptions());
    int port =
        OnContext.await(
                vertx
                    .createHttpServer(options)
                    .requestHandler(
                        request -> {
                          names.add(request.connection().indicatedServerName());
                          request.response().putHeader("content-type", "text/plain").end("safe");
                        })
                    .listen(0, "127.0.0.1"))
            .actualPort();
    var trusting = new HttpClientOptions().setTrustOptions(certificate.trustOptions());
    var tool = tool(port, Duration.ofSeconds(60), trusting);

    assertThat(OnContext.await(start(tool, "https://page.test:" + port + "/", new Cancellation())))
        .endsWith("safe");
    assertThat(failure(start(tool, "https://other.test:" + port + "/", new Cancellation())).kind())
        .isEqualTo(ToolException.Kind.UNAVAILABLE);
    assertThat(names).containsExactly("page.test");
  }

  @Test
  void refusesLocalhostWithTheRealResolverAndPolicy() {
    int port = page("text/plain", "never");
    var config = new FetchUrlConfig(Set.of(port), 10_000, 3, Duration.ofSeconds(60));
    var tool = new FetchUrlTool(vertx, config);

    assertThat(failure(start(tool, "http://localhost:" + port + "/", new Cancellation())))
        .hasMessageContaining("not a public address");
  }
}
