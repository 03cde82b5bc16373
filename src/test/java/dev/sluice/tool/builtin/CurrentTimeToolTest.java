package dev.sluice.tool.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.tool.Calls;
import dev.sluice.tool.OnContext;
import dev.sluice.tool.ToolException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrentTimeToolTest {
  private final CurrentTimeTool tool =
      new CurrentTimeTool(InstantSource.fixed(Instant.parse("2026-11-20T23:30:05.123Z")));

  private String ask(String input) {
    return OnContext.await(tool.call(Calls.of("current_time", input)));
  }

  @Test
  void tellsUtcByDefault() {
    assertThat(ask("{}"))
        .isEqualTo(
            "{\"time\":\"2026-11-20T23:30:05Z\",\"weekday\":\"Friday\",\"timezone\":\"UTC\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Brussels, 2026-11-21T00:30:05+01:00, Saturday",
    "America/New_York, 2026-11-20T18:30:05-05:00, Friday",
    "Asia/Kolkata, 2026-11-21T05:00:05+05:30, Saturday",
  })
  void tellsTheTimeOfAZone(String zone, String time, String weekday) {
    assertThat(ask("{\"timezone\":\"" + zone + "\"}"))
        .contains("\"" + time + "\"")
        .contains("\"" + weekday + "\"")
        .contains("\"" + zone + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mars/Olympus", "", "../etc/passwd", "Europe/"})
  void refusesAZoneThatDoesNotExist(String zone) {
    assertThatThrownBy(() -> ask("{\"timezone\":\"" + zone + "\"}"))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("IANA");
  }
}
