package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class SlidingWindowPropertyTest {
  private static final long LENGTH = Ticks.MINUTE;
  private static final long SLOT = LENGTH / SlidingWindow.SLOTS;

  /**
   * So much is taken after a pause.
   *
   * @param back so many calls before are given back by half; none when negative
   */
  record Call(long pause, int amount, int back) {}

  private record Taken(long time, double amount, long mark) {
    Taken half() {
      return new Taken(time, amount / 2, mark);
    }
  }

  @Provide
  Arbitrary<List<Call>> calls() {
    Arbitrary<Long> pauses =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.longs().between(0, 3 * SLOT)),
            Tuple.of(3, Arbitraries.of(0L, SLOT, SLOT - 1, SLOT + 1)),
            Tuple.of(1, Arbitraries.longs().between(0, 2 * LENGTH)));
    return Combinators.combine(
            pauses, Arbitraries.integers().between(0, 100), Arbitraries.integers().between(-4, 8))
        .as(Call::new)
        .list()
        .ofMaxSize(150);
  }

  @Property
  void holdsAllOfTheLastWindowAndNothingOlderThanASlotMore(@ForAll("calls") List<Call> calls) {
    var window = new SlidingWindow(LENGTH, 0);
    var all = new ArrayList<Taken>();
    long now = 0;
    for (Call call : calls) {
      now += call.pause();
      window.pass(now);
      all.add(new Taken(now, call.amount(), window.take(call.amount())));
      int index = all.size() - 1 - call.back();
      if (call.back() >= 0 && index >= 0) {
        window.giveBack(all.get(index).amount() / 2, all.get(index).mark());
        all.set(index, all.get(index).half());
      }

      assertThat(window.sum())
          .isBetween(since(all, now - LENGTH) - 1e-6, since(all, now - LENGTH - SLOT) + 1e-6);
    }
  }

  @Property
  void saysExactlyWhenASumIsReached(
      @ForAll("calls") List<Call> calls, @ForAll("parts") double part) {
    var window = new SlidingWindow(LENGTH, 0);
    long now = 0;
    for (Call call : calls) {
      now += call.pause();
      window.pass(now);
      window.take(call.amount());
    }
    double most = Math.floor(window.sum() * part);
    long when = window.whenAtMost(most);

    if (when > now) {
      window.pass(when - 1);
      assertThat(window.sum()).isGreaterThan(most);
    }
    window.pass(when);
    assertThat(window.sum()).isLessThanOrEqualTo(most);
  }

  @Provide
  Arbitrary<Double> parts() {
    return Arbitraries.doubles().between(0, 1);
  }

  private static double since(List<Taken> all, long time) {
    return all.stream().filter(one -> one.time() >= time).mapToDouble(Taken::amount).sum();
  }
}
