package dev.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.resilience.RetryConfig;
import dev.sluice.tool.ToolSpec.Importance;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ToolRetriesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofMinutes(15);
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Attempted FAILING = refused(ToolException.failing("down"));
  private static final Attempted TIMED_OUT = new Attempted.TimedOut(TIMEOUT, true);

  private final ToolRetries retries = new ToolRetries(RetryConfig.defaults(), () -> 0);

  private static ToolSpec spec(boolean idempotent) {
    return new ToolSpec("weather", "", "{}", idempotent, Importance.OPTIONAL, TIMEOUT);
  }

  private static Attempted refused(ToolException error) {
    return new Attempted.Refused(error);
  }

  private Optional<Duration> delay(Attempted failure, int made, Duration left) {
    return retries.delay(spec(true), failure, made, left);
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of(FAILING, true),
        Arguments.of(refused(ToolException.busy("later", Optional.empty())), true),
        Arguments.of(TIMED_OUT, true),
        Arguments.of(refused(ToolException.input("no such city")), false),
        Arguments.of(refused(ToolException.unavailable("wrong key")), false),
        Arguments.of(new Attempted.Answered("sunny"), false),
        Arguments.of(new Attempted.Broken(), false),
        Arguments.of(new Attempted.Cancelled(), false));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void triesAgainWhatMayPass(Attempted ending, boolean retried) {
    assertThat(delay(ending, 0, LONG)).isEqualTo(retried ? Optional.of(FIRST) : Optional.empty());
    assertThat(retries.delay(spec(false), ending, 0, LONG))
        .as("a tool that must not be called twice")
        .isEmpty();
  }

  @Test
  void triesTwiceAgainAndOnceAfterATimeOut() {
    assertThat(delay(FAILING, 1, LONG)).contains(FIRST.multipliedBy(2));
    assertThat(delay(FAILING, 2, LONG)).isEmpty();
    assertThat(delay(TIMED_OUT, 1, LONG)).isEmpty();
  }

  @Test
  void neverTriesMoreOftenThanConfigured() {
    var standard = RetryConfig.defaults();
    var never =
        new RetryConfig(
            0,
            standard.firstDelay(),
            standard.maxDelay(),
            standard.maxWait(),
            standard.budgetShare(),
            standard.budgetReserve(),
            standard.budgetWindow());

    assertThat(new ToolRetries(never, () -> 0).delay(spec(true), FAILING, 0, LONG)).isEmpty();
  }

  @Test
  void startsNothingThatCannotFinishBeforeTheDeadline() {
    Duration enough = FIRST.plus(TIMEOUT);

    assertThat(delay(FAILING, 0, enough)).contains(FIRST);
    assertThat(delay(FAILING, 0, enough.minusNanos(1))).isEmpty();
  }

  @Test
  void waitsAsLongAsTheToolAsksUnlessThatIsLongerThanACall() {
    assertThat(delay(asking(TIMEOUT), 0, LONG)).contains(TIMEOUT);
    assertThat(delay(asking(TIMEOUT.plusSeconds(1)), 0, LONG)).isEmpty();
    assertThat(delay(asking(Duration.ZERO), 0, LONG)).contains(FIRST);
  }

  @Test
  void backsOffFromAToolThatIsFasterThanTheWait() {
    var quick = new ToolSpec("quick", "", "{}", true, Importance.OPTIONAL, Duration.ofMillis(100));

    assertThat(retries.delay(quick, FAILING, 1, LONG)).contains(FIRST.multipliedBy(2));
  }

  private static Attempted asking(Duration wait) {
    return refused(ToolException.busy("later", Optional.of(wait)));
  }
}
