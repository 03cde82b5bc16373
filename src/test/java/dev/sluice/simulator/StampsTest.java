package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StampsTest {
  @Test
  void tellsInEachDeltaWhenItWasSent() throws Exception {
    try (RunningSimulator running =
        RunningSimulator.playing("- reply: [{stamps: {count: 5, every: 20ms}}]")) {
      long before = System.nanoTime();
      SseReading read = SseReading.of(running.create(Bodies.streaming("go")).body());
      long after = System.nanoTime();

      List<Long> stamps = stamps(read.text());
      assertThat(read.names()).filteredOn("content_block_delta"::equals).hasSize(5);
      assertThat(stamps).hasSize(5).isSorted().allMatch(at -> before < at && at < after);
      assertThat(stamps.getLast() - before).isGreaterThanOrEqualTo(5 * 20_000_000L);
    }
  }

  @Test
  void countsThemAsTheTextTheyAre() throws Exception {
    try (RunningSimulator running = RunningSimulator.playing("- reply: [{stamps: {count: 8}}]")) {
      var message = RunningSimulator.json(running.create(Bodies.whole("go")));

      assertThat(stamps(message.path("content").path(0).path("text").asText())).hasSize(8);
      assertThat(message.path("usage").path("output_tokens").asInt())
          .isEqualTo(8 * Stamp.LENGTH / 4);
    }
  }

  @Test
  void wantsACount() {
    assertThatThrownBy(() -> Script.parse("- reply: [{stamps: {every: 5ms}}]"))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining("'count' is missing");
  }

  private static List<Long> stamps(String text) {
    return Stream.of(text.split(" ", -1))
        .filter(stamp -> !stamp.isEmpty())
        .map(Long::valueOf)
        .toList();
  }
}
