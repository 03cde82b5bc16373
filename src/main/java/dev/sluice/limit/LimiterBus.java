package dev.sluice.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;

/** The event bus as it is used here: typed, and only within the process. */
final class LimiterBus {
  static final String ADDRESS = "sluice.limiter";

  private static final DeliveryOptions NOTICE = options();

  private final Vertx vertx;

  LimiterBus(Vertx vertx) {
    LimiterCodec.register(vertx.eventBus());
    this.vertx = vertx;
  }

  /** For requests and notices as well as for replies. */
  static DeliveryOptions options() {
    return new DeliveryOptions().setLocalOnly(true).setCodecName(LimiterCodec.NAME);
  }

  /** Fails when nobody is there to answer, or does not within the time. */
  <R extends LimiterMessage.Reply> Future<R> request(
      LimiterMessage.Request request, Class<R> reply, Duration timeout) {
    return vertx
        .eventBus()
        .<LimiterMessage>request(
            ADDRESS, request, options().setSendTimeout(Math.max(1, timeout.toMillis())))
        .map(Message::body)
        .map(reply::cast);
  }

  /** Comes to nothing when nobody is there to hear. */
  void tell(LimiterMessage.Notice notice) {
    vertx.eventBus().send(ADDRESS, notice, NOTICE);
  }
}
