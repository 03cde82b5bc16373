package dev.sluice.store.redis;

import dev.sluice.run.RunSignals;
import dev.sluice.run.RunSignalsContract;
import dev.sluice.store.ManualClock;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRunSignalsTest {

  /** All in one process. */
  @Nested
  class WithinAPod extends Signals {
    @Override
    RedisStore workerPod() {
      return redis.store();
    }
  }

  /** Readers and worker in two processes. */
  @Nested
  class AcrossPods extends Signals {
    private @Nullable RedisStore second;

    @BeforeEach
    void open() {
      second = redis.pod("pod-2");
    }

    @Override
    RedisStore workerPod() {
      return Objects.requireNonNull(second);
    }
  }

  abstract static class Signals extends RunSignalsContract {
    @RegisterExtension final OpenRedis redis = new OpenRedis();

    abstract RedisStore workerPod();

    @Override
    protected RunSignals readers() {
      return redis.store().signals();
    }

    @Override
    protected RunSignals worker() {
      return workerPod().signals();
    }

    @Override
    protected ManualClock clock() {
      return redis.clock();
    }

    @Override
    protected Vertx vertx() {
      return redis.vertx();
    }

    /** Subscriptions stand in their order: one that hears stands after those made before it. */
    @Override
    protected void settle() {
      Promise<Boolean> standing = Promise.promise();
      workerPod().topics().subscribe("settle", _ -> {}, () -> standing.tryComplete(true));
      standing.future().await();
      redis.store().exchangePresence().await();
      workerPod().exchangePresence().await();
    }
  }
}
