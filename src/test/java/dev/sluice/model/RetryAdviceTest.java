package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAdviceTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 7000",
        "0.25 | 250",
        " 12  | 12000",
        "1e2 | 100000",
        "999999999999999999999 | 31536000000",
        "1e999999999 | 31536000000",
        "Fri, 20 Nov 2026 10:16:00 GMT | 30000",
        "Fri, 20 Nov 2099 10:16:00 GMT | 31536000000"
      })
  void readsSecondsAndDates(String value, long millis) {
    assertThat(RetryAdvice.of(Map.of("retry-after", value), NOW).after())
        .contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "-3",
        "0",
        "NaN",
        "Infinity",
        "1e-999999999",
        "Fri, 20 Nov 2026 10:15:00 GMT",
        "Fri, 99 Nov 2026 10:15:00 GMT"
      })
  void whatCannotBeReadOrIsPastCountsAsNotSaid(String value) {
    assertThat(RetryAdvice.of(Map.of("retry-after", value), NOW).after()).isEmpty();
  }

  @Test
  void millisecondsWin() {
    var headers = Map.of("retry-after-ms", "1500.5", "retry-after", "9");
    assertThat(RetryAdvice.of(headers, NOW).after())
        .contains(Duration.ofMillis(1500).plusNanos(500_000));

    var broken = Map.of("retry-after-ms", "x", "retry-after", "9");
    assertThat(RetryAdvice.of(broken, NOW).after()).contains(Duration.ofSeconds(9));
  }

  @Test
  void saysWhetherToRetryOnlyWhenToldClearly() {
    assertThat(RetryAdvice.of(Map.of("x-should-retry", "true"), NOW).retry()).contains(true);
    assertThat(RetryAdvice.of(Map.of("x-should-retry", "false"), NOW).retry()).contains(false);
    assertThat(RetryAdvice.of(Map.of("x-should-retry", "maybe"), NOW).retry()).isEmpty();
    assertThat(RetryAdvice.of(Map.of(), NOW).retry()).isEmpty();
  }
}
