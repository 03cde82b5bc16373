package dev.sluice.store.redis;

import dev.sluice.config.Secret;
import dev.sluice.store.ManualClock;
import dev.sluice.testing.RedisProcess;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An open store under a key prefix of its own, for each test. All share one server, which is
 * started once, or is the one that {@code SLUICE_TEST_REDIS_URL} names.
 */
final class OpenRedis implements BeforeEachCallback, AfterEachCallback {
  private final UnaryOperator<RedisConfig> change;
  private final ManualClock clock = new ManualClock();
  private final List<RedisStore> pods = new ArrayList<>();
  private @Nullable Vertx vertx;
  private @Nullable Redis client;
  private String prefix = "";

  OpenRedis() {
    this(UnaryOperator.identity());
  }

  OpenRedis(UnaryOperator<RedisConfig> change) {
    this.change = change;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    prefix = "test:" + UUID.randomUUID();
    vertx = TestVertx.create();
    client = Redis.createClient(vertx, url());
    pod("pod-1");
  }

  @Override
  public void afterEach(ExtensionContext context) {
    pods.forEach(pod -> pod.close().await());
    pods.clear();
    client().close().await();
    vertx().close().await();
  }

  /** One more process, as far as Redis can tell. */
  RedisStore pod(String name) {
    RedisStore pod =
        RedisStore.open(
                vertx(),
                options(url(), prefix, name, change),
                clock,
                () -> Long.toString(clock.instant().toEpochMilli()))
            .await();
    pods.add(pod);
    return pod;
  }

  static RedisOptions options(
      String url, String prefix, String pod, UnaryOperator<RedisConfig> change) {
    return new RedisOptions(
        Secret.of(url),
        change.apply(RedisSettings.withPrefix(RedisConfig.defaults(), prefix)),
        pod,
        Duration.ofHours(1));
  }

  RedisStore store() {
    return pods.getFirst();
  }

  ManualClock clock() {
    return clock;
  }

  Vertx vertx() {
    return Objects.requireNonNull(vertx);
  }

  String key(String rest) {
    return prefix + ":" + rest;
  }

  /** Past the store. */
  Response redis(Command command, Object... arguments) {
    Request request = Request.cmd(command, arguments);
    Response answer = client().send(request).await();
    return answer == null ? Nothing.ANSWER : answer;
  }

  private Redis client() {
    return Objects.requireNonNull(client);
  }

  static String url() {
    return RedisProcess.sharedUrl();
  }
}
