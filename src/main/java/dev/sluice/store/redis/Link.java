package dev.sluice.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that is made again whenever it is lost, after a growing delay. While there is
 * none, commands fail at once; one that is not answered in time ends the connection, because the
 * answers behind it would come no sooner. Confined to its context, but for {@link #isUp}.
 */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final long FIRST_DELAY_MILLIS = 50;
  private static final long LONGEST_DELAY_MILLIS = 2_000;
  private static final long WATCH_MILLIS = 100;

  private final Vertx vertx;
  private final Context context;
  private final Connector connector;
  private final String name;
  private final int maxWaiting;
  private Consumer<RedisConnection> onUp = _ -> {};
  private volatile @Nullable Opened opened;
  private String why = "not connected yet";
  private int failures;
  private long watchdog = -1;
  private boolean closed;

  Link(Context context, Connector connector, String name, int maxWaiting) {
    this.vertx = context.owner();
    this.context = context;
    this.connector = connector;
    this.name = name;
    this.maxWaiting = maxWaiting;
  }

  /** Called on the context whenever there is a new connection. */
  Link onUp(Consumer<RedisConnection> listener) {
    onUp = listener;
    return this;
  }

  Context context() {
    return context;
  }

  boolean isUp() {
    return opened != null;
  }

  /** The first attempt to connect; whatever comes of it, the link goes on trying. */
  Future<Void> start() {
    watchdog = vertx.setPeriodic(WATCH_MILLIS, _ -> dropWhenOverdue());
    return connect();
  }

  /** Nil comes as {@link Nothing}. */
  Future<Response> send(Request request, Duration patience) {
    Opened to = opened;
    if (to == null) {
      return Future.failedFuture(closed ? RedisFailures.closed() : RedisFailures.away(why));
    }
    if (to.waiting() >= maxWaiting) {
      return Future.failedFuture(RedisFailures.overloaded());
    }
    return to.send(request, System.nanoTime() + patience.toNanos())
        .recover(cause -> Future.failedFuture(failed(to, cause)));
  }

  private Throwable failed(Opened to, Throwable cause) {
    if (RedisFailures.isDemoted(RedisFailures.text(cause))) {
      lost(to, "the server is a replica now");
    }
    // Scripts are told apart by the raw error.
    return RedisFailures.isReply(cause) ? cause : RedisFailures.of(cause);
  }

  /** Ends the connection in order to make a new one. */
  void drop(String reason) {
    Opened current = opened;
    if (current != null) {
      lost(current, reason);
    }
  }

  void close() {
    closed = true;
    vertx.cancelTimer(watchdog);
    drop("closed");
  }

  private Future<Void> connect() {
    if (closed) {
      return Future.succeededFuture();
    }
    return connector
        .connect(name)
        .onSuccess(this::use)
        .onFailure(cause -> again(RedisFailures.text(cause)))
        .mapEmpty();
  }

  private void use(Opened fresh) {
    if (closed) {
      fresh.close();
      return;
    }
    if (failures > 0) {
      LOG.info("redis {}: connected again", name);
    }
    failures = 0;
    opened = fresh;
    fresh.connection().endHandler(_ -> lost(fresh, "the connection was closed"));
    fresh.connection().exceptionHandler(e -> lost(fresh, RedisFailures.text(e)));
    onUp.accept(fresh.connection());
  }

  private void lost(Opened which, String reason) {
    if (opened == which) {
      opened = null;
      which.close();
      again(reason);
    }
  }

  private void again(String reason) {
    if (closed) {
      return;
    }
    why = reason;
    if (failures == 0) {
      LOG.warn("redis {}: {}; connecting again", name, reason);
    }
    long longest = Math.min(FIRST_DELAY_MILLIS << Math.min(failures, 10), LONGEST_DELAY_MILLIS);
    failures++;
    long delay = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    vertx.setTimer(delay, _ -> connect());
  }

  private void dropWhenOverdue() {
    Opened current = opened;
    if (current != null && current.isOverdue(System.nanoTime())) {
      lost(current, "no answer in time");
    }
  }
}
