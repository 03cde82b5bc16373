package dev.sluice.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.resilience.Breaker.Entry;
import dev.sluice.resilience.Breaker.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakersTest {
  private static final BreakerConfig CONFIG = BreakerConfig.defaults();
  private static final int THREADS = 4;

  private final ManualClock clock = new ManualClock();
  private final Breakers breakers = new Breakers(CONFIG, clock);

  private static void fail(Breaker breaker) {
    for (int i = 0; i < CONFIG.failuresInRow(); i++) {
      ((Pass) breaker.enter()).failed();
    }
  }

  @Test
  void keepsOneBreakerForEachName() {
    fail(breakers.get("a/b"));

    assertThat(breakers.get("a/b").enter()).isInstanceOf(Entry.Open.class);
    assertThat(breakers.get("a/c").enter()).isInstanceOf(Pass.class);
  }

  @Test
  void showsThemAllByName() {
    breakers.get("tool:weather");
    fail(breakers.get("b/b"));
    breakers.get("a/b");

    assertThat(breakers.states())
        .extracting(state -> state.name() + " " + state.state() + " " + state.failuresInRow())
        .containsExactly("a/b closed 0", "b/b open 5", "tool:weather closed 0");
    assertThat(breakers.states().get(1).nextTrial())
        .contains(clock.instant().plus(CONFIG.cooldown()));
  }

  @Test
  void startsNoThread() {
    Breaker breaker = breakers.get("a/b");
    fail(breaker);
    clock.advance(CONFIG.cooldown());
    breaker.enter();

    assertThat(breaker.state().state()).isEqualTo("half_open");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("CircuitBreaker"));
  }

  @Test
  void neverHasMoreTrialsThanConfiguredWithManyThreads()
      throws InterruptedException, ExecutionException {
    Breaker breaker = breakers.get("a/b");
    fail(breaker);
    clock.advance(CONFIG.cooldown());
    var trials = new AtomicInteger();
    onAllThreads(
        _ -> {
          int most = 0;
          for (int i = 0; i < 20_000; i++) {
            if (breaker.enter() instanceof Pass pass) {
              most = Math.max(most, trials.incrementAndGet());
              trials.decrementAndGet();
              pass.released();
              pass.released();
            }
          }
          assertThat(most).isBetween(0, CONFIG.probes());
        });

    assertThat(passes(breaker, 10)).hasSize(CONFIG.probes());
  }

  @Test
  void losesNoPlaceHoweverCallsEnd() throws InterruptedException, ExecutionException {
    Breaker breaker = breakers.get("a/b");
    onAllThreads(
        seed -> {
          var random = new Random(seed);
          var held = new ArrayList<Pass>();
          for (int i = 0; i < 20_000; i++) {
            if (breaker.enter() instanceof Pass pass) {
              held.add(pass);
            }
            if (!held.isEmpty() && random.nextInt(3) > 0) {
              end(held.remove(random.nextInt(held.size())), random);
            }
            if (random.nextInt(50) == 0) {
              clock.advance(CONFIG.cooldown().dividedBy(4));
            }
          }
          held.forEach(pass -> end(pass, random));
        });
    bringToTrial(breaker);

    List<Pass> trials = passes(breaker, 10);
    assertThat(trials).hasSize(CONFIG.probes());
    trials.forEach(Pass::succeeded);
    assertThat(breaker.state().state()).isEqualTo("closed");
  }

  @Test
  void countsEveryFailureAndEveryTrialOfManyThreads()
      throws InterruptedException, ExecutionException {
    int each = 25_000;
    int all = each * THREADS;
    var breaker =
        new Breaker(
            "a/b",
            new BreakerConfig(0.99, 2 * all, CONFIG.window(), all + 1, CONFIG.cooldown(), all),
            clock);
    onAllThreads(_ -> passes(breaker, each).forEach(Pass::failed));
    assertThat(breaker.state().failuresInRow()).isEqualTo(all);
    ((Pass) breaker.enter()).failed();
    clock.advance(CONFIG.cooldown());

    onAllThreads(_ -> assertThat(passes(breaker, each)).hasSize(each));
    clock.advance(CONFIG.cooldown());

    assertThat(passes(breaker, all + 5)).as("the hung trials' places").hasSize(all);
  }

  private void bringToTrial(Breaker breaker) {
    clock.advance(CONFIG.cooldown());
    for (int i = 0; !breaker.state().state().equals("open"); i++) {
      assertThat(i).as("failures needed to open it").isLessThan(CONFIG.failuresInRow());
      ((Pass) breaker.enter()).failed();
    }
    clock.advance(CONFIG.cooldown());
  }

  private static void end(Pass pass, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> pass.released();
      case 1, 2 -> pass.failed();
      default -> pass.succeeded();
    }
  }

  private static List<Pass> passes(Breaker breaker, int tries) {
    return IntStream.range(0, tries)
        .mapToObj(_ -> breaker.enter())
        .filter(Pass.class::isInstance)
        .map(Pass.class::cast)
        .toList();
  }

  private interface Work {
    void run(int seed);
  }

  private static void onAllThreads(Work work) throws InterruptedException, ExecutionException {
    var together = new CyclicBarrier(THREADS);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Void>> tasks =
          IntStream.range(0, THREADS)
              .<Callable<Void>>mapToObj(
                  seed ->
                      () -> {
                        together.await();
                        work.run(seed);
                        return null;
                      })
              .toList();
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get();
      }
    }
  }
}
