package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limit.LimitReport.Budget;
import dev.sluice.model.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateHeadersTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final LimitReport NOTHING = LimitReport.NOTHING;

  @Test
  void anAnswerWithoutHeadersSaysNothing() {
    assertThat(ok("")).isEqualTo(NOTHING);
    assertThat(ok("request-id: req_1, x-should-retry: true")).isEqualTo(NOTHING);
  }

  @Test
  void readsTheFourLimitsOfAnthropic() {
    LimitReport report =
        ok(
            """
            anthropic-ratelimit-requests-limit: 50
            anthropic-ratelimit-requests-remaining: 49
            anthropic-ratelimit-requests-reset: 2026-11-20T10:15:31Z
            anthropic-ratelimit-input-tokens-limit: 40000
            anthropic-ratelimit-input-tokens-remaining: 39000
            anthropic-ratelimit-input-tokens-reset: 2026-11-20T10:15:32Z
            anthropic-ratelimit-output-tokens-limit: 8000
            anthropic-ratelimit-output-tokens-remaining: 8000
            anthropic-ratelimit-output-tokens-reset: 2026-11-20T10:15:30Z
            anthropic-ratelimit-tokens-limit: 48000
            anthropic-ratelimit-tokens-remaining: 47000
            anthropic-ratelimit-tokens-reset: 2026-11-20T10:15:32Z
            """);

    assertThat(report.requests()).contains(minutely(50, 49, 1));
    assertThat(report.inputTokens()).contains(minutely(40_000, 39_000, 2));
    assertThat(report.outputTokens()).contains(minutely(8_000, 8_000, 0));
    assertThat(report.combinedTokens()).contains(minutely(48_000, 47_000, 2));
    assertThat(report.closedUntil()).isEmpty();
  }

  @Test
  void takesWhatThereIsOfALimit() {
    assertThat(ok("anthropic-ratelimit-requests-limit: 50").requests())
        .contains(budget(OptionalLong.of(50), OptionalLong.empty()));
    assertThat(ok("anthropic-ratelimit-requests-remaining: 7").requests())
        .contains(budget(OptionalLong.empty(), OptionalLong.of(7)));
    assertThat(ok("anthropic-ratelimit-requests-reset: 2026-11-20T10:15:31Z")).isEqualTo(NOTHING);
  }

  @Test
  void readsRequestsAndTokensOfOpenAi() {
    LimitReport report =
        ok(
            """
            x-ratelimit-limit-requests: 60
            x-ratelimit-remaining-requests: 59
            x-ratelimit-reset-requests: 1s
            x-ratelimit-limit-tokens: 150000
            x-ratelimit-remaining-tokens: 149984
            x-ratelimit-reset-tokens: 6m0s
            """);

    assertThat(report.requests()).contains(minutely(60, 59, 1));
    assertThat(report.combinedTokens()).contains(minutely(150_000, 149_984, 360));
    assertThat(report.inputTokens()).isEmpty();
    assertThat(report.outputTokens()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // Groq: requests are per day, though nothing says so but the reset.
    "14400, 14370, 2m59.56s, P1D",
    "1000, 999, 1m26.4s, P1D",
    "500000, 499999, 170ms, P1D",
    // OpenAI's low tiers: per day as well.
    "200, 199, 7m12s, P1D",
    "200, 0, 24h, P1D",
    "600, 590, 1m0s, PT1H",
    // Per minute.
    "10000, 9999, 6ms, PT1M",
    "3500, 3499, 17ms, PT1M",
    "18000, 15702, 7.66s, PT1M",
    // One second of sixty is too rough to tell 3,600 seconds from 2,000.
    "3600, 3599, 1s, ",
    // Azure counts whole seconds to the end of a fixed window.
    "1440, 1439, 60, ",
    // Nothing used, nothing to tell from.
    "14400, 14400, 0s, "
  })
  void tellsFromTheResetWhatTheLimitIsPer(
      long limit, long remaining, String reset, Duration window) {
    LimitReport report =
        ok(
            "x-ratelimit-limit-requests: %d\nx-ratelimit-remaining-requests: %d\n"
                    .formatted(limit, remaining)
                + "x-ratelimit-reset-requests: "
                + reset);

    assertThat(report.requests().flatMap(Budget::window)).isEqualTo(Optional.ofNullable(window));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-ratelimit-remaining-requests: -1",
        "x-ratelimit-remaining-requests: 0",
        "x-ratelimit-limit-requests: -1\nx-ratelimit-remaining-requests: -1",
        "x-ratelimit-limit-requests: 0\nx-ratelimit-remaining-requests: 0",
        "x-ratelimit-limit-tokens: 0\nx-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 0",
      })
  void azuresMinusOneAndZeroMeanUnknown(String headers) {
    assertThat(ok(headers)).isEqualTo(NOTHING);
  }

  @Test
  void aZeroIsBelievedWhereTheRestGoesWithIt() {
    String zero = "x-ratelimit-limit-requests: 60\nx-ratelimit-remaining-requests: 0\n";
    String unknownReset = zero + "x-ratelimit-reset-requests: 0";

    assertThat(remaining(ok(zero))).hasValue(0);
    assertThat(remaining(ok(zero + "x-ratelimit-reset-requests: 9"))).hasValue(0);
    assertThat(remaining(ok(unknownReset))).isEmpty();
    assertThat(remaining(read(429, unknownReset))).hasValue(0);
  }

  @Test
  void readsMistralAndWhoNamesTheWindow() {
    LimitReport mistral =
        ok(
            """
            x-ratelimit-limit-req-minute: 60
            x-ratelimit-remaining-req-minute: 58
            x-ratelimit-limit-tokens-minute: 500000
            x-ratelimit-remaining-tokens-minute: 499000
            x-ratelimit-tokens-query-cost: 120
            """);
    LimitReport perDay =
        ok(
            """
            x-ratelimit-limit-requests-day: 1000
            x-ratelimit-remaining-requests-day: 998
            x-ratelimit-reset-requests-day: 33011.38
            """);

    assertThat(mistral.requests()).contains(per(Duration.ofMinutes(1), 60, 58));
    assertThat(mistral.combinedTokens()).contains(per(Duration.ofMinutes(1), 500_000, 499_000));
    assertThat(perDay.requests())
        .contains(
            new Budget(
                OptionalLong.of(1000),
                OptionalLong.of(998),
                Optional.of(DAY),
                Optional.of(NOW.plusMillis(33_011_380))));
  }

  @Test
  void readsOpenRoutersEpochMilliseconds() {
    String headers =
        "x-ratelimit-limit: 20\nx-ratelimit-remaining: 0\nx-ratelimit-reset: 1795169760000";

    assertThat(ok(headers).requests()).contains(minutely(20, 0, 30));
    assertThat(ok(headers).closedUntil()).isEmpty();
    assertThat(read(429, headers).closedUntil()).contains(NOW.plusSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({"60, ", "85, ", "120, PT1H", "3600, PT1H", "3610, PT1H", "7200, P1D", "86400, P1D"})
  void aLimitThatComesBackAtOnceIsPerNoLessThanWhatIsLeft(String reset, Duration window) {
    LimitReport report = ok("x-ratelimit-limit: 50\nx-ratelimit-reset: " + reset);

    assertThat(report.requests().flatMap(Budget::window)).isEqualTo(Optional.ofNullable(window));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ratelimit-limit: 100\nratelimit-remaining: 50\nratelimit-reset: 30",
        "ratelimit-limit: 100, 100;w=60\nratelimit-remaining: 50\nratelimit-reset: 30",
        "ratelimit: limit=100, remaining=50, reset=30",
        "ratelimit: \"default\";r=50;t=30\nratelimit-policy: \"default\";q=100;w=60",
        "ratelimit: default;r=50;t=30\nratelimit-policy: default; q=100; w=60",
      })
  void readsEveryDraftOfTheIetf(String headers) {
    Budget budget = ok(headers).requests().orElseThrow();

    assertThat(budget.limit()).hasValue(100);
    assertThat(budget.remaining()).hasValue(50);
    assertThat(budget.fullAt()).contains(NOW.plusSeconds(30));
    assertThat(budget.window().orElse(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ratelimit-limit: 100, 10;w=1, 100;w=3600",
        "ratelimit-limit: 100\nratelimit-policy: 10;w=1, 100;w=3600;comment=\"an, hour\"",
        "ratelimit: limit=100, remaining=50, reset=30\nratelimit-policy: 100;w=3600",
        "ratelimit: \"a\";r=5;t=3\nratelimit-policy: \"b\";q=10;w=1, \"a\";q=100;w=3600",
      })
  void takesTheWindowFromThePolicyOfTheSameLimit(String headers) {
    Budget budget = ok(headers).requests().orElseThrow();

    assertThat(budget.limit()).hasValue(100);
    assertThat(budget.window()).contains(HOUR);
  }

  @Test
  void ofTheIetfsUnitsOnlyRequestsCount() {
    assertThat(
            ok(
                """
                ratelimit: "bytes";r=5;t=3
                ratelimit-policy: "bytes";q=100;w=60;qu="content-bytes"
                """))
        .isEqualTo(NOTHING);
  }

  @Test
  void theMostRestrictiveOfSeveralCounts() {
    LimitReport windows =
        ok(
            """
            ratelimit: "burst";r=9;t=1, "daily";r=400;t=3600
            ratelimit-policy: "burst";q=10;w=1, "daily";q=1000;w=86400
            """);
    LimitReport families =
        ok(
            """
            x-ratelimit-limit-requests: 60
            x-ratelimit-remaining-requests: 5
            ratelimit-limit: 50
            ratelimit-remaining: 40
            ratelimit-reset: 20
            """);

    assertThat(windows.requests())
        .contains(
            new Budget(
                OptionalLong.of(1000),
                OptionalLong.of(9),
                Optional.of(DAY),
                Optional.of(NOW.plus(HOUR))));
    assertThat(families.requests()).contains(minutely(50, 5, 20));
  }

  @Test
  void neverSaysThatMoreRemainsThanThereIs() {
    String headers = "x-ratelimit-limit-requests: 60\nx-ratelimit-remaining-requests: 99";

    assertThat(remaining(ok(headers))).hasValue(60);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after: 7 | 7",
        "retry-after: 0.5 | 0.5",
        "retry-after-ms: 1500 | 1.5",
        "retry-after: Fri, 20 Nov 2026 10:16:00 GMT | 30",
        "retry-after: 999999999 | 86400"
      })
  void a429ClosesUntilRetryAfter(String header, String seconds) {
    Instant until = NOW.plus(Duration.parse("PT" + seconds + "S"));

    assertThat(read(429, header).closedUntil()).contains(until);
    assertThat(read(529, header).closedUntil()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry-after: 0", "retry-after: -1", "retry-after: soon", "x: y"})
  void a429WithoutAMomentClosesNothing(String header) {
    assertThat(read(429, header)).isEqualTo(NOTHING);
  }

  @Test
  void aRejectedPlanClosesUntilItsReset() {
    String rejected = "anthropic-ratelimit-unified-status: rejected\n";
    String claim = "anthropic-ratelimit-unified-representative-claim: five_hour\n";

    assertThat(ok(rejected + "anthropic-ratelimit-unified-reset: 1795169760").closedUntil())
        .contains(NOW.plusSeconds(30));
    assertThat(
            ok(rejected + claim + "anthropic-ratelimit-unified-5h-reset: 2026-11-20T10:20:30Z")
                .closedUntil())
        .contains(NOW.plusSeconds(300));
    assertThat(
            ok("anthropic-ratelimit-unified-status: allowed_warning\n"
                    + "anthropic-ratelimit-unified-reset: 1795169760")
                .closedUntil())
        .isEmpty();
    assertThat(
            ok(rejected
                    + "anthropic-ratelimit-unified-overage-status: allowed\n"
                    + "anthropic-ratelimit-unified-reset: 1795169760")
                .closedUntil())
        .isEmpty();
  }

  @Test
  void ofSeveralMomentsTheLatestCounts() {
    assertThat(
            read(
                    429,
                    "retry-after: 5\nanthropic-ratelimit-unified-status: rejected\n"
                        + "anthropic-ratelimit-unified-reset: 1795169760")
                .closedUntil())
        .contains(NOW.plusSeconds(30));
  }

  private static OptionalLong remaining(LimitReport report) {
    return report.requests().orElseThrow().remaining();
  }

  private static Budget minutely(long limit, long remaining, long fullInSeconds) {
    return new Budget(
        OptionalLong.of(limit),
        OptionalLong.of(remaining),
        Optional.empty(),
        Optional.of(NOW.plusSeconds(fullInSeconds)));
  }

  private static Budget per(Duration window, long limit, long remaining) {
    return new Budget(
        OptionalLong.of(limit), OptionalLong.of(remaining), Optional.of(window), Optional.empty());
  }

  private static Budget budget(OptionalLong limit, OptionalLong remaining) {
    return new Budget(limit, remaining, Optional.empty(), Optional.empty());
  }

  private static LimitReport ok(String headers) {
    return read(200, headers);
  }

  private static LimitReport read(int status, String headers) {
    var map = new HashMap<String, String>();
    for (String line : headers.lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        map.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    var head = new ResponseHead(status, Optional.empty(), Map.copyOf(map));
    return new RateHeaders(LONGEST).read(head, NOW);
  }
}
