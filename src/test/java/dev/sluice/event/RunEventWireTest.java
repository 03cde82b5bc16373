package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.RunId;
import dev.sluice.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunEventWireTest {

  @Test
  void showsEveryEventAsTheGoldenFileHasIt() {
    var shown = new LinkedHashMap<String, String>();
    RunEventSamples.all()
        .forEach((name, event) -> shown.put(name, RunEventWire.name(event) + " " + data(event)));
    assertThat(shown).isEqualTo(RunEventSamples.golden("wire-events.txt"));
  }

  @Test
  void neverBreaksTheLineByAnyAlphabet() {
    for (RunEvent event : RunEventSamples.all().values()) {
      assertThat(data(event).chars())
          .noneMatch(c -> c < ' ' || c == 0x85 || c == 0x2028 || c == 0x2029);
    }
  }

  @Test
  void keepsTheTextUnderItsEscapes() {
    for (RunEvent event : RunEventSamples.all().values()) {
      if (event instanceof RunEvent.TextAdded(int _, String text)) {
        assertThat(Json.parseObject(data(event)).get("text").textValue()).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,0.000001",
    "10,0.00001",
    "12300,0.0123",
    "1000000,1",
    "10000000,10",
    "9007199254740993,9007199254.740993",
    "9223372036854775807,9223372036854.775807"
  })
  void tellsMicroDollarsExactly(long micros, String usd) {
    assertThat(RunEventWire.usd(micros)).isEqualTo(usd);
  }

  private static String data(RunEvent event) {
    return RunEventWire.data(
        new Envelope(new RunId("run_1"), new EventId(1, 1), Instant.EPOCH, event));
  }
}
