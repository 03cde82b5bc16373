package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunEventCodecTest {

  @Test
  void writesEveryEventAsTheGoldenFileHasIt() {
    var written = new LinkedHashMap<String, String>();
    RunEventSamples.all().forEach((name, event) -> written.put(name, RunEventCodec.encode(event)));
    assertThat(written).isEqualTo(RunEventSamples.golden("stored-events.txt"));
  }

  @Test
  void readsEveryLineOfTheGoldenFile() {
    var read = new LinkedHashMap<String, RunEvent>();
    RunEventSamples.golden("stored-events.txt")
        .forEach((name, stored) -> read.put(name, RunEventCodec.decode(stored)));
    assertThat(read).isEqualTo(RunEventSamples.all());
  }

  @Test
  void coversTheWholeFamily() {
    assertThat(
            RunEventSamples.all().values().stream()
                .map(Object::getClass)
                .collect(Collectors.toSet()))
        .isEqualTo(RunEventSamples.family());
  }

  @Test
  void ignoresFieldsOfALaterVersion() {
    assertThat(
            RunEventCodec.decode(
                "{\"v\":1,\"type\":\"text\",\"turn\":1,\"text\":\"a\",\"new\":{\"x\":[1]}}"))
        .isEqualTo(new RunEvent.TextAdded(1, "a"));
  }

  @Test
  void readsAnAbsentAndANullOptionalAlike() {
    assertThat(
            RunEventCodec.decode(
                "{\"v\":1,\"type\":\"waiting\",\"reason\":\"r\",\"expected_wait\":null}"))
        .isEqualTo(RunEventCodec.decode("{\"v\":1,\"type\":\"waiting\",\"reason\":\"r\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"type\":\"trimmed\"}",
        "{\"v\":2,\"type\":\"trimmed\"}",
        "{\"v\":0,\"type\":\"trimmed\"}",
        "{\"v\":\"1\",\"type\":\"trimmed\"}",
        "{\"v\":1}",
        "{\"v\":1,\"type\":7}",
        "{\"v\":1,\"type\":\"unheard_of\"}",
        "{\"v\":1,\"type\":\"UNHEARD\\nOF\"}",
        "{\"v\":1,\"type\":\"text\",\"text\":\"secret\"}",
        "{\"v\":1,\"type\":\"text\",\"turn\":1.5,\"text\":\"secret\"}",
        "{\"v\":1,\"type\":\"text\",\"turn\":99999999999,\"text\":\"secret\"}",
        "{\"v\":1,\"type\":\"text\",\"turn\":1,\"text\":[\"secret\"]}",
        "{\"v\":1,\"type\":\"retrying\",\"attempt\":1,\"delay\":\"soon\",\"reason\":\"secret\"}",
        "{\"v\":1,\"type\":\"tool_started\",\"turn\":1,\"tool_use\":\"\",\"name\":\"secret\",\"args\":\"\"}",
        "{\"v\":1,\"type\":\"done\",\"status\":\"secret\"}",
      })
  void refusesWhatItCannotReadWithoutQuotingIt(String stored) {
    assertThatThrownBy(() -> RunEventCodec.decode(stored))
        .isInstanceOf(UnreadableEvent.class)
        .message()
        .doesNotContain("secret")
        .doesNotContain("\n");
  }

  @Test
  void namesTheUnknownTypeAndTheNewerVersion() {
    assertThatThrownBy(() -> RunEventCodec.decode("{\"v\":1,\"type\":\"unheard_of\"}"))
        .hasMessageContaining("unheard_of");
    assertThatThrownBy(() -> RunEventCodec.decode("{\"v\":7,\"type\":\"text\"}"))
        .hasMessageContaining("version 7");
  }
}
