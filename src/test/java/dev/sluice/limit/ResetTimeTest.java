package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResetTimeTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");
  private static final Duration DAY = Duration.ofDays(1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Dates.
        "2026-11-20T10:16:00Z | 30",
        "2026-11-20T10:16:00.5Z | 30.5",
        "2026-11-20T11:16:00+01:00 | 30",
        "2026-11-20t10:16:00z | 30",
        "2026-11-20T10:15:30Z | 0",
        "2026-11-20T10:15:00Z | 0",
        "2028-11-20T10:15:00Z | 86400",
        // Durations with units.
        "1s | 1",
        "6m0s | 360",
        "20ms | 0.02",
        "1h2m3s | 3723",
        "59.703s | 59.703",
        "2m59.56s | 179.56",
        "7.66s | 7.66",
        "0s | 0",
        ".5s | 0.5",
        "1d | 86400",
        "500us | 0.0005",
        "500µs | 0.0005",
        "500μs | 0.0005",
        "2000000ns | 0.002",
        "999999999999h | 86400",
        // Seconds from now.
        " 12 | 12",
        "59.5 | 59.5",
        "999999999 | 86400",
        // Since 1970.
        "1795169760 | 30",
        "1795169760000 | 30",
        "1795169700 | 0",
        "99999999999999 | 86400"
      })
  void readsEveryForm(String text, String seconds) {
    Duration wait = Duration.parse("PT" + seconds + "S");

    assertThat(ResetTime.parse(text, NOW, DAY).map(ResetTime::at)).contains(NOW.plus(wait));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "-1",
        "0",
        "0.0",
        "-1s",
        "s",
        "1x",
        "1s1",
        "1 s",
        "1e3",
        "NaN",
        "Infinity",
        "2026-11-20T25:00:00Z",
        "2026-11-20T",
        "T-",
        "١s",
        "1795169760L",
        "5m-3s",
        "+999999999999999999999999999999999999-99-99T00:00:00Z",
        "1111111111111111111111111111111111111111111111111111111111111111111111111s"
      })
  void whatItCannotReadOrIsNotPositiveIsUnknown(String text) {
    assertThat(ResetTime.parse(text, NOW, DAY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "6ms, true",
    "59.703s, true",
    "6m0s, true",
    "20s, true",
    "1s, false",
    "19s, false",
    "60, false",
    "2026-11-20T10:16:00Z, false"
  })
  void knowsWhetherOneCanComputeWithIt(String text, boolean exact) {
    Optional<ResetTime> reset = ResetTime.parse(text, NOW, DAY);

    assertThat(reset.map(ResetTime::exact)).contains(exact);
  }
}
