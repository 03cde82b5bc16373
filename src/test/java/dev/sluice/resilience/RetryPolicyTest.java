package dev.sluice.resilience;

import static dev.sluice.resilience.ModelFailures.advised;
import static dev.sluice.resilience.ModelFailures.after;
import static dev.sluice.resilience.ModelFailures.answered;
import static dev.sluice.resilience.ModelFailures.coded;
import static dev.sluice.resilience.ModelFailures.error;
import static dev.sluice.resilience.ModelFailures.received;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ModelException;
import dev.sluice.model.ModelException.ApiError;
import dev.sluice.model.ModelException.Timeout;
import dev.sluice.model.PartialReply;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final RetryConfig CONFIG = RetryConfig.defaults();
  private static final RetryPolicy POLICY = new RetryPolicy(CONFIG, new Random(7));
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static boolean isRetried(ModelException failure) {
    return POLICY.delay(failure, 0).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # status | retried | outage | against the breaker
          301, false, false, false
          400, false, false, false
          401, false, false, false
          402, false, false, false
          403, false, false, false
          404, false, false, false
          408, true,  true,  true
          409, true,  false, false
          413, false, false, false
          422, false, false, false
          429, true,  true,  false
          499, false, false, false
          500, true,  true,  true
          501, true,  true,  true
          502, true,  true,  true
          503, true,  true,  true
          504, true,  true,  true
          529, true,  true,  true
          """)
  void judgesAnAnswerByItsStatus(int status, boolean retried, boolean outage, boolean counts) {
    ModelException failure = answered(status);

    assertThat(isRetried(failure)).isEqualTo(retried);
    assertThat(RetryPolicy.isOutage(failure)).isEqualTo(outage);
    assertThat(RetryPolicy.countsAgainstBreaker(failure)).isEqualTo(counts);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 499, 500, 503, 529})
  void obeysTheProviderAboutARetryWhateverTheStatus(int status) {
    ModelException plain = answered(status);
    ModelException wanted = answered(advised(error(status), true));
    ModelException unwanted = answered(advised(error(status), false));

    assertThat(isRetried(wanted)).isTrue();
    assertThat(isRetried(unwanted)).isFalse();
    assertThat(List.of(RetryPolicy.isOutage(wanted), RetryPolicy.isOutage(unwanted)))
        .as("its advice is about this request, not about its health")
        .containsOnly(RetryPolicy.isOutage(plain));
  }

  @ParameterizedTest
  @CsvSource({
    "429, enforced_spend_limit_reached",
    "429, contract_spend_limit_reached",
    "402, linked_organization_spend_limit_reached"
  })
  void neverRetriesWhenTheMoneyIsUsedUp(int status, String code) {
    ApiError error = coded(after(error(status), SECOND), code);

    for (ModelException failure : List.of(answered(error), answered(advised(error, true)))) {
      assertThat(isRetried(failure)).isFalse();
      assertThat(RetryPolicy.isOutage(failure)).isFalse();
      assertThat(RetryPolicy.isSpendLimit(failure)).isTrue();
      assertThat(RetryPolicy.countsAgainstBreaker(failure)).isFalse();
    }
  }

  @Test
  void takesOtherErrorCodesForWhatTheirStatusSays() {
    ModelException ramp = answered(coded(error(429), "ramp_limit_exceeded"));
    ModelException key = answered(coded(error(503), "cmek_key_unreachable"));

    assertThat(List.of(isRetried(ramp), isRetried(key))).containsOnly(true);
    assertThat(List.of(RetryPolicy.isOutage(ramp), RetryPolicy.isOutage(key))).containsOnly(true);
    assertThat(RetryPolicy.isSpendLimit(ramp)).isFalse();
  }

  static Stream<Arguments> errorsInMidStream() {
    return Stream.of(
        inStream(ModelException.Overloaded::new, true, true),
        inStream(ModelException.Server::new, true, true),
        inStream(ModelException.RateLimited::new, true, false),
        inStream(ModelException.BadRequest::new, false, false),
        inStream(ModelException.TooLarge::new, false, false),
        inStream(ModelException.Permission::new, false, false),
        inStream(ModelException.Authentication::new, false, false));
  }

  private static Arguments inStream(
      BiFunction<ApiError, PartialReply, ModelException> kind, boolean retried, boolean counts) {
    return Arguments.of(kind.apply(error(200), received(40)), retried, counts);
  }

  @ParameterizedTest
  @MethodSource("errorsInMidStream")
  void judgesAnErrorInMidStreamByItsKind(ModelException failure, boolean retried, boolean counts) {
    assertThat(isRetried(failure)).isEqualTo(retried);
    assertThat(RetryPolicy.isOutage(failure)).isEqualTo(retried);
    assertThat(RetryPolicy.countsAgainstBreaker(failure)).isEqualTo(counts);
  }

  static Stream<Arguments> failuresWithoutAStatus() {
    return Stream.of(
        Arguments.of(new ModelException.Connection("reset", PartialReply.UNANSWERED), true, true),
        Arguments.of(new ModelException.Truncated("cut", received(9)), true, true),
        Arguments.of(timeout(Timeout.Clock.CONNECT, PartialReply.NOT_SENT), true, true),
        Arguments.of(timeout(Timeout.Clock.FIRST_EVENT, PartialReply.UNANSWERED), true, true),
        Arguments.of(timeout(Timeout.Clock.BETWEEN_EVENTS, received(9)), true, true),
        Arguments.of(timeout(Timeout.Clock.CALL, received(0)), true, true),
        Arguments.of(new ModelException.CircuitOpen("a/b", SECOND), false, true),
        Arguments.of(new ModelException.NoRoom("a/b", "closed", SECOND), false, true),
        Arguments.of(new ModelException.NoTimeLeft(), false, false),
        Arguments.of(new ModelException.Cancelled(PartialReply.UNANSWERED), false, false));
  }

  private static ModelException timeout(Timeout.Clock clock, PartialReply partial) {
    return new Timeout(clock, SECOND, partial);
  }

  @ParameterizedTest
  @MethodSource("failuresWithoutAStatus")
  void judgesWhatNeverGotAnAnswer(ModelException failure, boolean retried, boolean outage) {
    assertThat(isRetried(failure)).isEqualTo(retried);
    assertThat(RetryPolicy.isOutage(failure)).isEqualTo(outage);
    assertThat(RetryPolicy.countsAgainstBreaker(failure)).isEqualTo(retried);
  }

  @Test
  void doesNotAskAgainForAnAnswerThatTookLongerThanACallMay() {
    ModelException failure = timeout(Timeout.Clock.CALL, received(9000));

    assertThat(isRetried(failure)).isFalse();
    assertThat(RetryPolicy.isOutage(failure)).isFalse();
    assertThat(RetryPolicy.countsAgainstBreaker(failure)).isFalse();
  }

  @Test
  void waitsAsLongAsTheProviderAsks() {
    ApiError longest = after(error(429), CONFIG.maxWait());

    assertThat(POLICY.delay(answered(after(error(529), Duration.ofMillis(1234))), 1))
        .contains(Duration.ofMillis(1234));
    assertThat(POLICY.delay(answered(longest), 0)).contains(CONFIG.maxWait());
  }

  @Test
  void givesUpWhenTheProviderAsksForTooLongAWait() {
    ApiError error = after(error(429), CONFIG.maxWait().plusMillis(1));

    assertThat(POLICY.delay(answered(error), 0)).isEmpty();
    assertThat(POLICY.delay(answered(advised(error, true)), 0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5})
  void takesAWaitThatIsNotPositiveForNoneAskedFor(long seconds) {
    ApiError error = after(error(503), Duration.ofSeconds(seconds));

    assertThat(POLICY.delay(answered(error), 0).orElseThrow())
        .isBetween(Duration.ofMillis(375), Duration.ofMillis(500));
  }

  @Test
  void triesAgainAsOftenAsConfigured() {
    assertThat(IntStream.range(0, 4).mapToObj(n -> POLICY.delay(answered(500), n).isPresent()))
        .containsExactly(true, true, false, false);
    assertThat(POLICY.delay(answered(after(error(429), SECOND)), 2)).isEmpty();
  }

  @Test
  void doublesTheWaitUpToTheLongest() {
    var policy = new RetryPolicy(retries(10), always(0));

    assertThat(IntStream.range(0, 7).mapToObj(n -> policy.delay(answered(500), n).orElseThrow()))
        .extracting(Duration::toMillis)
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);
  }

  @Test
  void takesAQuarterOffAtMost() {
    var policy = new RetryPolicy(retries(10), always(-1));

    assertThat(IntStream.range(0, 6).mapToObj(n -> policy.delay(answered(500), n).orElseThrow()))
        .extracting(wait -> Math.round(wait.toNanos() / 1e6))
        .containsExactly(375L, 750L, 1500L, 3000L, 6000L, 6000L);
  }

  @Property
  void keepsTheWaitBetweenThreeQuartersAndTheWhole(
      @ForAll long seed,
      @ForAll @IntRange(max = 99) int retries,
      @ForAll @LongRange(min = 10, max = 60_000) long first,
      @ForAll @LongRange(min = 10, max = 300_000) long max) {
    var config =
        new RetryConfig(
            100,
            Duration.ofMillis(first),
            Duration.ofMillis(max),
            Duration.ofMillis(max),
            0.2,
            10,
            Duration.ofMinutes(1));

    Duration wait =
        new RetryPolicy(config, new Random(seed)).delay(answered(500), retries).orElseThrow();

    double whole = Math.min(first * Math.pow(2, retries), (double) max);
    assertThat(wait.toNanos() / 1e6).isBetween(0.75 * whole - 0.001, whole);
  }

  private static RetryConfig retries(int max) {
    return new RetryConfig(
        max,
        CONFIG.firstDelay(),
        CONFIG.maxDelay(),
        CONFIG.maxWait(),
        CONFIG.budgetShare(),
        CONFIG.budgetReserve(),
        CONFIG.budgetWindow());
  }

  private static RandomGenerator always(long bits) {
    return () -> bits;
  }
}
