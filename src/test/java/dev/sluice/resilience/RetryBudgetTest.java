package dev.sluice.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final Duration WINDOW = Duration.ofSeconds(60);

  private final ManualClock clock = new ManualClock();
  private final RetryBudget budget = budget(0.2, 10, clock);

  private static RetryBudget budget(double share, int reserve, ManualClock clock) {
    var standard = RetryConfig.defaults();
    return new RetryBudget(
        new RetryConfig(
            standard.maxRetries(),
            standard.firstDelay(),
            standard.maxDelay(),
            standard.maxWait(),
            share,
            reserve,
            WINDOW),
        clock);
  }

  private static long granted(RetryBudget budget, int tries) {
    return IntStream.range(0, tries).filter(_ -> budget.tryRetry()).count();
  }

  private void call(int times) {
    IntStream.range(0, times).forEach(_ -> budget.called());
  }

  @Test
  void letsALoneCallerRetryOutOfTheReserve() {
    call(1);

    assertThat(granted(budget, 50)).isEqualTo(10);
  }

  @Test
  void allowsAShareOfTheCallsAndNotTheReserveOnTop() {
    call(100);

    assertThat(granted(budget, 500)).isEqualTo(20);
  }

  @Test
  void allowsNothingWithoutShareAndReserve() {
    var none = budget(0, 0, clock);
    none.called();

    assertThat(none.tryRetry()).isFalse();
  }

  @Test
  void forgetsCallsWhenTheWindowHasPassed() {
    call(100);
    clock.advance(WINDOW);

    assertThat(granted(budget, 500)).isEqualTo(10);
  }

  @Test
  void remembersRetriesForAWholeWindow() {
    granted(budget, 10);
    clock.advance(WINDOW);
    long stillFull = granted(budget, 10);
    clock.advance(WINDOW.dividedBy(10));

    assertThat(stillFull).isZero();
    assertThat(granted(budget, 50)).isEqualTo(10);
  }

  @Test
  void startsAfreshAfterALongSilence() {
    call(1000);
    granted(budget, 1000);
    clock.advance(Duration.ofDays(400));

    assertThat(granted(budget, 50)).isEqualTo(10);
  }

  @Test
  void keepsCountingWhenTheClockGoesBack() {
    clock.advance(WINDOW);
    call(10);
    granted(budget, 5);
    clock.advance(WINDOW.negated());

    assertThat(granted(budget, 50)).isEqualTo(5);
    clock.advance(WINDOW);
    assertThat(granted(budget, 50)).as("what was used stays used").isZero();
  }

  @Test
  void losesNoCallAndGrantsNoRetryTwiceToSeveralThreads()
      throws InterruptedException, ExecutionException {
    onFourThreads(
        () -> {
          call(100_000);
          return 0L;
        });

    assertThat(onFourThreads(() -> granted(budget, 100_000))).isEqualTo(400_000 / 5);
  }

  /** The sum of what they count, all at once. */
  private static long onFourThreads(Callable<Long> counting)
      throws InterruptedException, ExecutionException {
    var together = new CyclicBarrier(4);
    Callable<Long> task =
        () -> {
          together.await();
          return counting.call();
        };
    long sum = 0;
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Long> count : threads.invokeAll(List.of(task, task, task, task))) {
        sum += count.get();
      }
    }
    return sum;
  }

  /** Something happens after a while: calls, or as many tries to retry. */
  record Happening(Duration after, boolean isCall, int times) {}

  @Provide
  static Arbitrary<List<Happening>> schedules() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 20_000).map(Duration::ofMillis),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(1, 40))
        .as(Happening::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void neverAllowsMoreThanShareOrReserveInAnyWindow(
      @ForAll("schedules") List<Happening> schedule,
      @ForAll @IntRange(max = 100) int percent,
      @ForAll @IntRange(max = 20) int reserve) {
    var time = new ManualClock();
    var budget = budget(percent / 100.0, reserve, time);
    var calls = new ArrayList<Instant>();
    var retries = new ArrayList<Instant>();
    for (Happening happening : schedule) {
      time.advance(happening.after());
      for (int i = 0; i < happening.times(); i++) {
        Instant now = time.instant();
        if (happening.isCall()) {
          budget.called();
          calls.add(now);
        } else if (budget.tryRetry()) {
          retries.add(now);
          assertThat((double) within(retries, now, WINDOW).count())
              .isLessThanOrEqualTo(
                  Math.max(percent / 100.0 * within(calls, now, WINDOW).count(), reserve) + 1e-6);
        } else {
          assertThat(within(retries, now, WINDOW.multipliedBy(11).dividedBy(10)).count() + 1.0)
              .as("refused only when the budget is used up, give or take a tenth of the window")
              .isGreaterThan(
                  Math.max(
                          percent
                              / 100.0
                              * within(calls, now, WINDOW.multipliedBy(9).dividedBy(10)).count(),
                          reserve)
                      - 1e-6);
        }
      }
    }
    long windows =
        2 + Duration.between(new ManualClock().instant(), time.instant()).dividedBy(WINDOW);
    assertThat((double) retries.size())
        .as("no call pays for a retry twice")
        .isLessThanOrEqualTo(percent / 100.0 * calls.size() + reserve * windows);
  }

  private static Stream<Instant> within(List<Instant> times, Instant now, Duration window) {
    return times.stream().filter(time -> time.isAfter(now.minus(window)));
  }
}
