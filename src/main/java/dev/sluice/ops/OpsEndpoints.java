package dev.sluice.ops;

import dev.sluice.id.RunId;
import dev.sluice.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers under {@code /ops}: the page, its files, the stream of snapshots, a run's timeline. Reads
 * only. Confined to one event loop.
 */
final class OpsEndpoints {
  static final String PREFIX = "/ops";
  private static final String STREAM = "stream";
  private static final String RUNS = "runs/";
  private static final String JSON = "application/json";
  private static final int MOST_TIMELINES = 4;
  private static final Logger LOG = LoggerFactory.getLogger(OpsEndpoints.class);

  /** Nothing inline, nothing from elsewhere, nowhere in a frame. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Assets assets;
  private final OpsSource source;
  private final Viewers viewers;
  private int timelines;

  OpsEndpoints(Assets assets, OpsSource source, Viewers viewers) {
    this.assets = assets;
    this.source = source;
    this.viewers = viewers;
  }

  static boolean isUnder(String path) {
    return path.equals(PREFIX) || path.startsWith(PREFIX + "/");
  }

  /** For GET and HEAD of paths that are under the prefix. */
  void handle(HttpServerRequest request, String path) {
    String rest = path.length() > PREFIX.length() ? path.substring(PREFIX.length() + 1) : "";
    if (path.equals(PREFIX)) {
      sendAsset(request, "index.html");
    } else if (rest.isEmpty()) {
      redirect(request);
    } else if (rest.equals(STREAM)) {
      stream(request);
    } else if (rest.startsWith(RUNS)) {
      timeline(request, rest.substring(RUNS.length()));
    } else {
      sendAsset(request, rest);
    }
  }

  void close() {
    viewers.close();
  }

  /** The page names its files from where it is, so that it also works behind a prefix. */
  private static void redirect(HttpServerRequest request) {
    plain(request).setStatusCode(308).putHeader("Location", "../ops").end();
  }

  private void sendAsset(HttpServerRequest request, String name) {
    Optional<Assets.Asset> found = assets.find(name);
    if (found.isEmpty()) {
      refuse(request, 404, "there is no such page");
      return;
    }
    var asset = found.get();
    HttpServerResponse response =
        plain(request)
            .putHeader("Cache-Control", "no-cache")
            .putHeader("ETag", asset.tag())
            .putHeader("Content-Security-Policy", POLICY)
            .putHeader("Referrer-Policy", "no-referrer");
    if (asset.tag().equals(request.getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader("Content-Type", asset.type()).end(asset.content());
    }
  }

  private void stream(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.HEAD)) {
      plain(request).putHeader("Content-Type", "text/event-stream; charset=utf-8").end();
    } else if (!viewers.admit(request)) {
      refuse(request, 503, "too many watch already, or the process shuts down");
    }
  }

  private void timeline(HttpServerRequest request, String name) {
    if (timelines >= MOST_TIMELINES) {
      refuse(request, 503, "other timelines are being read; ask again");
      return;
    }
    timelines++;
    find(name)
        .onComplete(_ -> timelines--)
        .onSuccess(
            found ->
                found.ifPresentOrElse(
                    fact -> send(request, 200, Json.write(TimelineJson.encode(fact))),
                    () -> refuse(request, 404, "no such run is kept")))
        .onFailure(
            failure -> {
              LOG.warn("a timeline cannot be read", failure);
              refuse(request, 503, "the run cannot be read now; see the log");
            });
  }

  private Future<Optional<TimelineFact>> find(String name) {
    try {
      return Future.succeededFuture(new RunId(name)).compose(source::timeline);
    } catch (IllegalArgumentException notAnId) {
      return Future.succeededFuture(Optional.empty());
    }
  }

  private static void refuse(HttpServerRequest request, int status, String words) {
    if (status == 503 && !request.response().closed()) {
      request.response().putHeader("Retry-After", "5");
    }
    send(request, status, Json.write(Json.object().put("error", words)));
  }

  private static void send(HttpServerRequest request, int status, String body) {
    if (!request.response().closed()) {
      plain(request)
          .setStatusCode(status)
          .putHeader("Content-Type", JSON)
          .putHeader("Cache-Control", "no-store")
          .end(Buffer.buffer(body));
    }
  }

  private static HttpServerResponse plain(HttpServerRequest request) {
    return request.response().putHeader("X-Content-Type-Options", "nosniff");
  }
}
