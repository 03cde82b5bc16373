package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.RunId;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a holder takes its lease for lost. */
@Timeout(60)
class RunTimersTest {
  private static final Duration OUTAGE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final BlockingQueue<Future<Optional<String>>> renewals = new LinkedBlockingQueue<>();
  private final BlockingQueue<RunSignal> signals = new LinkedBlockingQueue<>();
  private volatile Future<Optional<String>> answer = Future.succeededFuture(Optional.empty());
  private RunFixture fixture;
  private RunTimers timers;

  @BeforeEach
  void open() {
    fixture = new RunFixture(folder);
    Run run = fixture.accept("AUTO");
    RunRoom like = fixture.room();
    var room =
        new RunRoom(
            like.vertx(),
            renewingOften(like.config()),
            store(),
            like.queue(),
            like.log(),
            like.signals(),
            like.observer(),
            like.clock());
    var deadline = fixture.clock.instant().plus(Duration.ofHours(1));
    timers = new RunTimers(room, run, deadline, signals::add);
  }

  @AfterEach
  void close() throws TimeoutException {
    fixture.on(
        () -> {
          timers.stop();
          return Future.succeededFuture();
        });
    fixture.close();
  }

  @Test
  void losesItAtOnceWhenTheHolderStoodStill() throws Exception {
    fixture.clock.advance(RunConfig.defaults().lease().plusMillis(1));
    start();

    assertThat(signal()).isEqualTo(new RunSignal.LeaseLost());
    assertThat(renewals).isEmpty();
  }

  @Test
  void keepsItForAWhileWhenTheStoreIsAway() throws Exception {
    answer = Future.failedFuture(new StoreException(Kind.UNAVAILABLE, "away"));
    start();
    renewal();
    fixture.clock.advance(RunConfig.defaults().lease().plusSeconds(1));
    renewals.clear();
    renewal();
    renewal();
    assertThat(signals).isEmpty();

    fixture.clock.advance(OUTAGE);

    assertThat(signal()).isEqualTo(new RunSignal.LeaseLost());
  }

  @Test
  void losesItWhenTheStoreIsBackAndSomebodyElseHasTheRun() throws Exception {
    answer = Future.failedFuture(new StoreException(Kind.UNAVAILABLE, "away"));
    start();
    renewal();
    fixture.clock.advance(RunConfig.defaults().lease().plusSeconds(1));

    answer = Future.failedFuture(new RunStore.Fenced(new RunId("run_1"), 1));

    assertThat(signal()).isEqualTo(new RunSignal.LeaseLost());
  }

  @Test
  void isHeldLongerOnlyWhileTheStoreIsAway() throws Exception {
    var until = fixture.clock.instant().plus(RunConfig.defaults().lease());
    answer = Future.failedFuture(new StoreException(Kind.UNAVAILABLE, "away"));
    start();
    renewal();
    assertThat(fixture.on(() -> Future.succeededFuture(timers.heldUntil())))
        .isEqualTo(until.plus(OUTAGE));

    answer = Future.succeededFuture(Optional.empty());
    renewals.clear();
    renewal();
    renewal();

    assertThat(fixture.on(() -> Future.succeededFuture(timers.heldUntil()))).isEqualTo(until);
  }

  private void start() throws TimeoutException {
    fixture.on(
        () -> {
          timers.start();
          return Future.succeededFuture();
        });
  }

  private RunSignal signal() throws InterruptedException {
    RunSignal signal = signals.poll(20, TimeUnit.SECONDS);
    assertThat(signal).as("a signal").isNotNull();
    return signal;
  }

  private void renewal() throws InterruptedException {
    assertThat(renewals.poll(20, TimeUnit.SECONDS)).as("a renewal").isNotNull();
  }

  private static RunConfig renewingOften(RunConfig like) {
    return new RunConfig(
        like.capacity(),
        like.maxQueued(),
        like.lease(),
        Duration.ofMillis(5),
        like.interactiveTimeout(),
        like.backgroundTimeout(),
        like.backgroundShare(),
        like.backgroundWait(),
        like.maxFailures(),
        like.awayGrace(),
        like.drain(),
        like.keepRuns(),
        like.keepEvents(),
        like.keepIdempotencyKeys());
  }

  private RunStore store() {
    return (RunStore)
        Proxy.newProxyInstance(
            RunStore.class.getClassLoader(),
            new Class<?>[] {RunStore.class},
            (proxy, method, arguments) -> {
              Future<Optional<String>> given = answer;
              renewals.add(given);
              return given;
            });
  }
}
