package dev.sluice.channel.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads the body of a paused request whole, within the limits of size and time. What comes after a
 * failure is thrown away, so that the answer can be read before the connection ends.
 */
final class RequestBody {
  private final HttpServerRequest request;
  private final int limit;
  private final Promise<Buffer> whole = Promise.promise();
  private Buffer body = Buffer.buffer();

  private RequestBody(HttpServerRequest request, int limit) {
    this.request = request;
    this.limit = limit;
  }

  static Future<Buffer> read(Vertx vertx, HttpServerRequest request, HttpConfig config) {
    var reading = new RequestBody(request, config.maxBodyBytes().toIntExact());
    long timer =
        vertx.setTimer(config.bodyTimeout().toMillis(), _ -> reading.fail(tooSlow(config)));
    return reading.start().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private Future<Buffer> start() {
    request.handler(this::add);
    request.endHandler(_ -> whole.tryComplete(body));
    request.exceptionHandler(_ -> fail(brokenOff()));
    if (declaredLength() > limit) {
      fail(tooLarge());
    } else if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request.resume();
    return whole.future();
  }

  private void add(Buffer chunk) {
    if (whole.future().isComplete()) {
      return;
    }
    if (body.length() + chunk.length() > limit) {
      fail(tooLarge());
    } else {
      body.appendBuffer(chunk);
    }
  }

  private void fail(Problem problem) {
    if (whole.tryFail(problem.exception())) {
      body = Buffer.buffer();
    }
  }

  private long declaredLength() {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return declared == null ? 0 : Long.parseLong(declared);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private Problem tooLarge() {
    return Problem.of(
        ProblemType.PAYLOAD_TOO_LARGE, "the body may have at most " + limit + " bytes");
  }

  private static Problem tooSlow(HttpConfig config) {
    return Problem.of(
        ProblemType.REQUEST_TIMEOUT,
        "the body did not end within " + config.bodyTimeout().toMillis() + " ms");
  }

  private static Problem brokenOff() {
    return Problem.of(ProblemType.MALFORMED_REQUEST, "the body broke off or is not proper HTTP");
  }
}
