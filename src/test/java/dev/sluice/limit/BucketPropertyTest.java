package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class BucketPropertyTest {
  private static final LimiterConfig CONFIG = LimiterConfig.defaults();
  private static final long LIMIT = 600;

  /**
   * One call: after a pause, so much is taken as soon as it fits, and so much of it was used.
   *
   * @param settledAfter so many calls later what was not used is given back; never when negative
   */
  record Call(long pauseMillis, long taken, long used, int settledAfter) {}

  private record Grant(long at, long used, long mark, int call) {}

  @Provide
  Arbitrary<List<Call>> calls() {
    var pauses =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.just(0L)),
            Tuple.of(5, Arbitraries.longs().between(0, 2_000)),
            Tuple.of(1, Arbitraries.longs().between(0, 60_000)));
    Arbitrary<Call> call =
        Combinators.combine(
                pauses,
                Arbitraries.longs().between(0, 60),
                Arbitraries.doubles().between(0, 1),
                Arbitraries.integers().between(-1, 8))
            .as(
                (pause, taken, part, settled) ->
                    new Call(pause, taken, settled < 0 ? taken : (long) (taken * part), settled));
    return call.list().ofMaxSize(120);
  }

  @Property
  void neverAllowsMoreThanBurstAndShareInAnyMinute(@ForAll("calls") List<Call> calls) {
    List<Grant> grants = new ArrayList<>();
    play(calls, new Bucket(CONFIG, LIMIT, 0), grants);

    double most = (CONFIG.burst() + CONFIG.share()) * LIMIT;
    for (Grant first : grants) {
      long used =
          grants.stream()
              .filter(grant -> grant.at() >= first.at() && grant.at() <= first.at() + Ticks.MINUTE)
              .mapToLong(Grant::used)
              .sum();
      assertThat((double) used).isLessThanOrEqualTo(most + 1e-3);
    }
  }

  @Property
  void owesInTheEndWhatItWouldOweHadOnlyTheUsedBeenTaken(@ForAll("calls") List<Call> calls) {
    var bucket = new Bucket(CONFIG, LIMIT, 0);
    List<Grant> grants = new ArrayList<>();
    for (Grant unsettled : play(calls, bucket, grants)) {
      giveBack(bucket, calls, unsettled);
    }

    var honest = new Bucket(CONFIG, LIMIT, 0);
    for (Grant grant : grants) {
      honest.refill(grant.at());
      honest.take(grant.used());
    }
    assertThat(bucket.owed()).isCloseTo(honest.owed(), within(1e-3));
  }

  /** Settles along the way what is settled soon enough; what is not is the answer. */
  private static List<Grant> play(List<Call> calls, Bucket bucket, List<Grant> grants) {
    var open = new ArrayList<Grant>();
    long now = 0;
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      now += call.pauseMillis() * 1_000_000;
      bucket.refill(now);
      int number = i;
      open.removeIf(
          grant -> {
            int settled = calls.get(grant.call()).settledAfter();
            boolean due = settled >= 0 && grant.call() + settled <= number;
            if (due) {
              giveBack(bucket, calls, grant);
            }
            return due;
          });
      now = Math.max(now, bucket.whenFits(call.taken()));
      bucket.refill(now);
      var grant = new Grant(now, call.used(), bucket.take(call.taken()), i);
      grants.add(grant);
      open.add(grant);
    }
    return open;
  }

  private static void giveBack(Bucket bucket, List<Call> calls, Grant grant) {
    bucket.giveBack(calls.get(grant.call()).taken() - grant.used(), grant.mark());
  }
}
