package dev.sluice.tool.http;

import dev.sluice.json.Json;
import dev.sluice.tool.Tool;
import dev.sluice.tool.ToolCall;
import dev.sluice.tool.ToolException;
import dev.sluice.tool.ToolSpec;
import dev.sluice.tool.http.BoundedHttp.Answer;
import dev.sluice.tool.http.BoundedHttp.Bounds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tool declared in configuration: the input is posted as JSON, the answer is the result. A call
 * that is cancelled or timed out closes its connection.
 */
public final class HttpTool implements Tool {
  private static final int MAX_ANSWER = 1024 * 1024;
  private static final int MAX_COMPLAINT = 2 * 1024;
  private static final int MIN_SECRET = 8;
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  private static final int CONNECTIONS_PER_SERVICE = 64;
  private static final int WAITING_PER_SERVICE = 256;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration IDLE_CONNECTION = Duration.ofSeconds(5);

  private final HttpToolConfig config;
  private final ToolSpec spec;
  private final BoundedHttp http;
  private final List<String> secrets;

  private HttpTool(HttpToolConfig config, BoundedHttp http) {
    this.config = config;
    this.spec = config.spec();
    this.http = http;
    this.secrets =
        config.headers().values().stream()
            .flatMap(WHITE_SPACE::splitAsStream)
            .filter(word -> word.length() >= MIN_SECRET)
            .toList();
  }

  /** The tools of a process, which share one HTTP client. It is closed with the Vert.x. */
  public static List<HttpTool> all(Vertx vertx, List<HttpToolConfig> configs) {
    var options =
        new HttpClientOptions()
            .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
            // Shorter than most servers keep a silent connection: they close it as we send.
            .setKeepAliveTimeout((int) IDLE_CONNECTION.toSeconds())
            .setDecompressionSupported(false);
    var pool =
        new PoolOptions()
            .setHttp1MaxSize(CONNECTIONS_PER_SERVICE)
            .setMaxWaitQueueSize(WAITING_PER_SERVICE);
    var http = new BoundedHttp(vertx, vertx.createHttpClient(options, pool));
    return configs.stream().map(config -> new HttpTool(config, http)).toList();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public Future<String> call(ToolCall call) {
    var bounds = new Bounds(MAX_ANSWER, config.timeout(), _ -> true);
    return http.send(
            request(call), Buffer.buffer(Json.write(call.input())), bounds, call.cancellation())
        .map(this::content);
  }

  private RequestOptions request(ToolCall call) {
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(config.url().toString())
            .setConnectTimeout(config.timeout().toMillis())
            .setFollowRedirects(false);
    config.headers().forEach(options::putHeader);
    return options
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY)
        .putHeader("Idempotency-Key", call.idempotencyKey());
  }

  private String content(Answer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return withoutSecrets(text(answer)) + (answer.cut() ? "\n[cut after 1 MiB]" : "");
    }
    if (status >= 400 && status < 500 && isAboutTheInput(status)) {
      throw ToolException.input(complaint(status, answer));
    }
    throw refused(status, answer);
  }

  private static ToolException refused(int status, Answer answer) {
    String message = "it answered with status " + status;
    if (status == 425 || status == 429) {
      return ToolException.busy(message, retryAfter(answer));
    }
    return status == 408 || status >= 500
        ? ToolException.failing(message, retryAfter(answer))
        : ToolException.unavailable(message);
  }

  /** In seconds; a date would ask for more than a tool call may wait. */
  private static Optional<Duration> retryAfter(Answer answer) {
    return Optional.ofNullable(answer.headers().get("retry-after"))
        .map(String::strip)
        .filter(SECONDS.asMatchPredicate())
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  /** Not our credentials, not the load of the service. */
  private static boolean isAboutTheInput(int status) {
    return switch (status) {
      case 401, 403, 407, 408, 425, 429 -> false;
      default -> true;
    };
  }

  private static String text(Answer answer) {
    if (TextBody.isEncoded(answer.headers())) {
      throw ToolException.unavailable("its answer is compressed, which was not asked for");
    }
    String type = TextBody.mediaType(answer.headers()).orElse("text/plain");
    if (answer.body().length() > 0 && !TextBody.isText(type)) {
      throw ToolException.unavailable("its answer is neither JSON nor text");
    }
    return TextBody.decode(answer.headers(), answer.body());
  }

  private String complaint(int status, Answer answer) {
    String said = withoutSecrets(text(answer)).strip();
    int end = Math.min(said.length(), MAX_COMPLAINT);
    if (end < said.length() && Character.isHighSurrogate(said.charAt(end - 1))) {
      end--;
    }
    return config.name()
        + " refused the input (status "
        + status
        + ")"
        + (said.isEmpty() ? "" : ": " + said.substring(0, end));
  }

  /** A service that echoes its request must not tell the model what we authenticate with. */
  private String withoutSecrets(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "[redacted]");
    }
    return clean;
  }
}
