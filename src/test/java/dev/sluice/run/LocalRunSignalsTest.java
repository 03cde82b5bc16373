package dev.sluice.run;

import dev.sluice.store.ManualClock;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;

class LocalRunSignalsTest extends RunSignalsContract {
  private final Vertx vertx = TestVertx.create();
  private final ManualClock clock = new ManualClock();
  private final RunSignals signals = new LocalRunSignals(vertx, clock);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Override
  protected RunSignals readers() {
    return signals;
  }

  @Override
  protected RunSignals worker() {
    return signals;
  }

  @Override
  protected ManualClock clock() {
    return clock;
  }

  @Override
  protected Vertx vertx() {
    return vertx;
  }

  @Override
  protected void settle() {}
}
