package dev.sluice;

import dev.sluice.config.Secret;
import dev.sluice.run.RunClass;
import dev.sluice.store.postgres.PostgresStore;
import dev.sluice.store.postgres.PostgresUrl;
import dev.sluice.store.redis.RedisOptions;
import dev.sluice.store.redis.RedisStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what processes share. Redis may be away meanwhile, for it holds nothing that cannot be had
 * again; Postgres, which is the truth, is waited for.
 */
final class SharedStores {
  private static final Logger LOG = LoggerFactory.getLogger(SharedStores.class);
  private static final Duration SAY_SO_EVERY = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final SluiceConfig config;
  private final String pod;
  private final InstantSource clock;

  SharedStores(Vertx vertx, SluiceConfig config, String pod, InstantSource clock) {
    this.vertx = vertx;
    this.config = config;
    this.pod = pod;
    this.clock = clock;
  }

  Future<Stores> open() {
    var redis = config.redis();
    var options =
        new RedisOptions(redis.url().orElseThrow(), redis, pod, config.runs().keepEvents());
    return RedisStore.open(vertx, options, clock).onSuccess(this::tell).compose(this::openPostgres);
  }

  private void tell(RedisStore redis) {
    if (redis.isConnected()) {
      LOG.info("this process is {}", pod);
    } else {
      LOG.warn("Redis is away: {} starts without it, and connects when it is there", pod);
    }
  }

  private Future<Stores> openPostgres(RedisStore redis) {
    var url = PostgresUrl.parse(config.postgres().url().map(Secret::reveal).orElseThrow());
    long waiting =
        vertx.setPeriodic(
            SAY_SO_EVERY.toMillis(),
            again ->
                LOG.warn(
                    "still waiting for {}, {} s at most",
                    url,
                    config.postgres().startPatience().toSeconds()));
    return PostgresStore.open(vertx, url, config.postgres(), redis.log())
        .onComplete(done -> vertx.cancelTimer(waiting))
        .map(postgres -> both(redis, postgres))
        .recover(cause -> redis.close().transform(closed -> Future.failedFuture(cause)));
  }

  private static Stores both(RedisStore redis, PostgresStore postgres) {
    return new Stores(
        postgres.runs(),
        postgres.conversations(),
        postgres.notes(),
        redis.queue(),
        redis.log(),
        redis.signals(),
        List.of(
            HealthChecks.shared("postgres", () -> postgres.runs().queued(RunClass.INTERACTIVE)),
            HealthChecks.shared("redis", redis::check)),
        () -> Future.join(redis.close(), postgres.close()).mapEmpty());
  }
}
