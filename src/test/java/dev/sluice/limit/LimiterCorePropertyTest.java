package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes in whatever order; {@link PlayedCore} looks at each answer besides. */
class LimiterCorePropertyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Provide
  Arbitrary<List<CoreStep>> schedules() {
    return CoreStep.schedules();
  }

  @Provide
  Arbitrary<List<CoreStep>> crowds() {
    return CoreStep.crowds();
  }

  @Property(tries = 500)
  void neverUsesMoreThanTheLimitInAnyMinute(@ForAll("schedules") List<CoreStep> schedule) {
    staysBelowTheLimit(schedule, PlayedCore.FEW_PERMITS);
  }

  @Property(tries = 100)
  void neverUsesMoreThanTheLimitInAnyMinuteOfACrowd(@ForAll("crowds") List<CoreStep> schedule) {
    staysBelowTheLimit(schedule, PlayedCore.MANY_PERMITS);
  }

  private static void staysBelowTheLimit(List<CoreStep> schedule, LimiterConfig config) {
    var core = new PlayedCore(config);
    schedule.forEach(core::play);

    for (PlayedCore.Call first : core.calls) {
      assertThat(sum(core.calls, first.at(), PlayedCore.Call::requests)).isLessThanOrEqualTo(60);
      assertThat(sum(core.calls, first.at(), PlayedCore.Call::input)).isLessThanOrEqualTo(6_000);
    }
  }

  private static long sum(
      List<PlayedCore.Call> calls, Instant from, ToLongFunction<PlayedCore.Call> used) {
    return calls.stream()
        .filter(call -> !call.at().isBefore(from) && call.at().isBefore(from.plus(MINUTE)))
        .mapToLong(used)
        .sum();
  }

  @Property(tries = 500)
  void losesNeitherLeaseNorPermitNorBudget(@ForAll("schedules") List<CoreStep> schedule) {
    var core = new PlayedCore(PlayedCore.FEW_PERMITS);
    schedule.forEach(core::play);
    core.drain(bound(schedule));
    core.pass(Duration.ofMinutes(30));

    assertThat(core.states())
        .isNotEmpty()
        .allSatisfy(
            state -> {
              assertThat(state.waiting()).as("waiting: %s", state).isZero();
              assertThat(state.pressure()).as("pressure: %s", state).isZero();
              assertThat(state.closedUntil()).isEmpty();
            });
    assertThat(core.states())
        .filteredOn(state -> state.kind().equals("permits"))
        .allSatisfy(state -> assertThat(state.remaining()).isEqualTo(state.limit()));
  }

  @Property(tries = 500)
  void grantsInTheOrderInWhichOneUsersCallsCame(@ForAll("schedules") List<CoreStep> schedule) {
    var core = new PlayedCore(PlayedCore.FEW_PERMITS);
    schedule.forEach(core::play);
    core.drain(bound(schedule));

    Map<List<Object>, LeaseId> latest = new HashMap<>();
    core.calls.stream()
        .sorted(Comparator.comparingInt(PlayedCore.Call::number))
        .forEach(
            call -> {
              CoreStep.Arrive who = call.arrive();
              LeaseId before =
                  latest.put(List.of(who.user(), who.background(), who.model()), call.lease());
              assertThat(call.lease().value()).isGreaterThan(before == null ? 0 : before.value());
            });
  }

  /**
   * Everything that ever came, at the slowest that there can be: the smallest learned limit, an
   * eighth of it after many refusals; besides, the longest closing.
   */
  private static Duration bound(List<CoreStep> schedule) {
    long input = 600;
    long requests = 6;
    for (CoreStep step : schedule) {
      if (step instanceof CoreStep.Arrive arrive) {
        requests++;
        input += arrive.input();
      }
    }
    double minutes = Math.max(requests / 24.0, input / 2_400.0) / 0.125;
    return PlayedCore.FEW_PERMITS.maxClosed().plusSeconds(2 + (long) (minutes * 60));
  }
}
