package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.TestVertx;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TickerTest {
  private static final long MILLI = 1_000_000;

  private final Vertx vertx = TestVertx.create();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void runsActionsInTheOrderOfTheirTimesEvenIfOneFails() {
    Promise<List<Integer>> promise = Promise.promise();
    vertx.runOnContext(
        _ -> {
          Ticker ticker = new Ticker(vertx);
          List<Integer> ran = new ArrayList<>();
          long now = ticker.now();
          ticker.at(now + 60 * MILLI, () -> promise.complete(ran));
          ticker.at(now + 30 * MILLI, () -> ran.add(3));
          ticker.at(now + 10 * MILLI, () -> ran.add(1));
          ticker.at(
              now + 10 * MILLI,
              () -> {
                throw new IllegalStateException("as the test wants it");
              });
          ticker.at(now + 10 * MILLI, () -> ran.add(2));
        });

    assertThat(promise.future().await()).containsExactly(1, 2, 3);
  }

  @Test
  void neverRunsAnActionTooEarly() {
    Promise<Long> promise = Promise.promise();
    vertx.runOnContext(
        _ -> {
          Ticker ticker = new Ticker(vertx);
          long due = ticker.now() + 17 * MILLI;
          ticker.at(due, () -> promise.complete(ticker.now() - due));
        });

    assertThat(promise.future().await()).isNotNegative();
  }
}
