package dev.sluice.model.messages;

import dev.sluice.model.ModelCall;
import dev.sluice.model.ModelClient;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The Messages API as a {@link ModelClient}: one HTTP/1.1 connection per running call, so that
 * closing it ends the generation. Thread-safe; each call lives on the context that started it.
 */
public final class MessagesClient implements ModelClient {
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int MAX_HEADER_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final MessagesApiConfig config;
  private final Supplier<String> apiKey;
  private final Timers timers;
  private final HttpClient http;

  /**
   * @param apiKey asked for each call, so that a key can change; must not throw. An empty one sends
   *     no key, for servers that want none
   */
  public MessagesClient(Vertx vertx, MessagesApiConfig config, Supplier<String> apiKey) {
    this(vertx, config, apiKey, Timers.of(vertx));
  }

  MessagesClient(Vertx vertx, MessagesApiConfig config, Supplier<String> apiKey, Timers timers) {
    this.vertx = vertx;
    this.config = config;
    this.apiKey = apiKey;
    this.timers = timers;
    this.http =
        vertx
            .httpClientBuilder()
            .with(httpOptions(config))
            .with(poolOptions(config))
            // Each exchange hears of it; without a handler it is logged with its stack, too.
            .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
            .build();
  }

  @Override
  public ModelCall start(ModelRequest request, Consumer<ModelEvent> events) {
    CallSettings settings = settings();
    var call = new MessagesCall(Home.here(vertx), settings, events);
    if (!settings.apiKey().isSendable()) {
      call.reject(ErrorDecoder.unsendableKey());
      return call;
    }
    RequestOptions options =
        options(HttpMethod.POST, "/v1/messages", settings.apiKey())
            .putHeader("content-type", "application/json")
            .putHeader("accept", "text/event-stream, application/json");
    call.begin(http, options, Buffer.buffer(RequestEncoder.encode(request)));
    return call;
  }

  /**
   * Asks for one entry of the list of models: costs no tokens. Fails like a call: with {@code
   * Authentication} for a bad key, {@code Connection} or {@code Timeout} for the way there.
   */
  public Future<Void> probe() {
    CallSettings settings = settings();
    if (!settings.apiKey().isSendable()) {
      return Future.failedFuture(ErrorDecoder.unsendableKey());
    }
    RequestOptions options =
        options(HttpMethod.GET, "/v1/models?limit=1", settings.apiKey())
            .putHeader("accept", "application/json");
    return new ModelsProbe(Home.here(vertx), settings).run(http, options);
  }

  /** Closes every connection; running calls fail. */
  public Future<Void> close() {
    return http.close();
  }

  private CallSettings settings() {
    return new CallSettings(config, new ApiKey(apiKey.get()), timers, InstantSource.system());
  }

  private RequestOptions options(HttpMethod method, String path, ApiKey key) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(config.host())
            .setPort(config.port())
            .setSsl(config.isTls())
            .setURI(config.uri(path))
            .setFollowRedirects(false)
            .setConnectTimeout(givingUp(config))
            .putHeader("accept-encoding", "identity")
            .putHeader("anthropic-version", config.version())
            .putHeader("user-agent", config.userAgent());
    return key.isPresent() ? options.putHeader("x-api-key", key.value()) : options;
  }

  /** No idle timeout here: it would not guard a stream, each call has clocks of its own. */
  private static HttpClientOptions httpOptions(MessagesApiConfig config) {
    return new HttpClientOptions()
        .setName("messages-api")
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setUseAlpn(false)
        .setKeepAlive(true)
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setTcpKeepAlive(true)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setDecompressionSupported(false)
        .setConnectTimeout(givingUp(config))
        .setSslHandshakeTimeout(givingUp(config))
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /** Later than the call's own clock, which tells the caller: this only frees what is left. */
  private static int givingUp(MessagesApiConfig config) {
    return (int) Math.min(Integer.MAX_VALUE, config.connect().toMillis() + 1000);
  }

  private static PoolOptions poolOptions(MessagesApiConfig config) {
    return new PoolOptions()
        .setHttp1MaxSize(config.maxConnections())
        .setMaxWaitQueueSize(config.maxWaiting());
  }
}
