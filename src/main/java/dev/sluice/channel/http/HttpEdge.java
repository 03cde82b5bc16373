package dev.sluice.channel.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request through its one way: who is it, what does the body say, what does the endpoint
 * answer, send that. Whatever fails on the way becomes a problem document here and nowhere else;
 * once an event stream has begun, all that is left is to cut it, so that it does not look like an
 * end.
 */
final class HttpEdge {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);

  /** How long an unread body may go on after its refusal, so that the refusal can be read. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final HttpConfig config;
  private final Authenticator authenticator;
  private final EventStreams streams;
  private final OpenRequests open = new OpenRequests();

  HttpEdge(Vertx vertx, HttpConfig config, Authenticator authenticator, EventStreams streams) {
    this.vertx = vertx;
    this.config = config;
    this.authenticator = authenticator;
    this.streams = streams;
  }

  void handle(RoutingContext context, Endpoint endpoint) {
    HttpServerRequest request = context.request();
    request.pause();
    open.begin();
    Future.succeededFuture(request)
        .compose(authenticator::authenticate)
        .compose(
            caller ->
                RequestBody.read(vertx, request, config).map(body -> call(context, caller, body)))
        .compose(endpoint.action()::answer)
        .compose(answer -> send(request, answer))
        .recover(failure -> refuse(request, failure))
        .onComplete(_ -> open.end());
  }

  /** Asked at the end: done when all is answered and every event stream is over. */
  Future<Void> drain() {
    return Future.join(streams.drain(), open.idle()).mapEmpty();
  }

  private static Call call(RoutingContext context, Caller caller, Buffer body) {
    HttpServerRequest request = context.request();
    return new Call(caller, context.pathParams(), query(request), request.headers(), body);
  }

  private static MultiMap query(HttpServerRequest request) {
    try {
      return request.params();
    } catch (IllegalArgumentException e) {
      throw Problem.of(
              ProblemType.MALFORMED_REQUEST, "the query of the URL has a bad percent-encoding")
          .exception();
    }
  }

  private static boolean isHead(HttpServerRequest request) {
    return request.method().equals(HttpMethod.HEAD);
  }

  private Future<Void> send(HttpServerRequest request, Answer answer) {
    return switch (answer) {
      case Answer.Document document -> Replies.document(request, document);
      case Answer.Content content -> Replies.content(request, content);
      case Answer.Nothing nothing -> Replies.nothing(request, nothing.headers());
      case Answer.Events events when isHead(request) -> Replies.streamHead(request, events);
      case Answer.Events events -> streams.open(request, events);
    };
  }

  private Future<Void> refuse(HttpServerRequest request, Throwable failure) {
    Problem problem = Problems.of(failure).orElseGet(() -> incident(request, failure));
    if (request.response().headWritten()) {
      cut(request);
      return Future.succeededFuture();
    }
    if (!request.isEnded()) {
      vertx.setTimer(LINGER.toMillis(), _ -> cutUnlessEnded(request));
    }
    return Replies.problem(request, problem);
  }

  private static Problem incident(HttpServerRequest request, Throwable failure) {
    String incident = UUID.randomUUID().toString();
    LOG.error("incident {}: {} failed", incident, request.method(), failure);
    return Problem.of(
            ProblemType.INTERNAL,
            "this is our fault and was noted; if it stays, tell the operator the incident number")
        .member("incident", incident);
  }

  private static void cutUnlessEnded(HttpServerRequest request) {
    if (!request.isEnded()) {
      cut(request);
    }
  }

  /** Ends the stream of this request alone where there are several on the connection. */
  private static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
