package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.Usage;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class BillTest {

  @Test
  void sumsWhatEachAttemptHasReallyCost() throws Exception {
    String script =
        """
        - {when: {nth: 1}, reply: [{text: "12345678"}]}
        - {when: {nth: 1}, fail: {status: 529}}
        - {when: {nth: 1}, reply: [{text: "12345678"}, {error: {type: api_error}}]}
        """;
    try (RunningSimulator running = RunningSimulator.playing(script)) {
      for (int i = 0; i < 3; i++) {
        running.create(Bodies.whole("0123456789"));
      }
      // Each call reads 3 + 3 tokens for 4 dollars a million and writes 2 for 20.
      Bill bill = running.simulator().bill();
      assertThat(bill.attempts()).isEqualTo(2);
      assertThat(bill.usage()).isEqualTo(new Usage(12, 0, 0, 0, 4, 0));
      assertThat(bill.microDollars()).isEqualByComparingTo("128");
      assertThat(running.simulator().modelCalls())
          .extracting(RecordedRequest::microDollars)
          .usingElementComparator(BigDecimal::compareTo)
          .containsExactly(new BigDecimal(64), BigDecimal.ZERO, new BigDecimal(64));

      JsonNode told = RunningSimulator.json(running.get("/simulator/bill"));
      assertThat(new BigDecimal(told.path("micro_dollars").asText())).isEqualByComparingTo("128");
      assertThat(told.path("output_tokens").asInt()).isEqualTo(4);
    }
  }

  @Test
  void keepsFractionsOfAMicroDollarAndRoundsEachCallUp() throws Exception {
    try (RunningSimulator running = RunningSimulator.playing("- reply: [{text: four}]")) {
      ObjectNode cheap = Bodies.of("0123456789").put("model", "claude-haiku-5-5");
      running.create(Json.compact(cheap));
      running.create(Json.compact(cheap.put("inference_geo", "us")));

      // 6 tokens for 0.10 and 1 for 0.50, the second time with a tenth more.
      Bill bill = running.simulator().bill();
      assertThat(bill.microDollars()).isEqualByComparingTo("2.31");
      assertThat(bill.microDollarsRoundedUp()).isEqualTo(4);
    }
  }

  @Test
  void chargesReadsAndWritesOfTheCacheAtTheirOwnPrice() throws Exception {
    String body =
        """
        {"model": "claude-opus-5-5", "max_tokens": 10,
         "system": [{"type": "text", "text": "%s", "cache_control": {"type": "ephemeral"}}],
         "messages": [{"role": "user", "content": "0123456789"}]}
        """
            .formatted("x".repeat(8_000));
    try (RunningSimulator running = RunningSimulator.playing("- reply: [{text: four}]")) {
      running.create(body);
      JsonNode second = RunningSimulator.json(running.create(body)).path("usage");

      assertThat(second.path("cache_read_input_tokens").asInt()).isEqualTo(2_000);
      assertThat(second.path("cache_creation_input_tokens").asInt()).isZero();
      assertThat(second.path("input_tokens").asInt()).isEqualTo(6);
      Bill bill = running.simulator().bill();
      assertThat(bill.usage()).isEqualTo(new Usage(12, 2_000, 2_000, 0, 2, 0));
      // 12 * 4 + 2000 * 5 + 2000 * 0.20 + 2 * 20
      assertThat(bill.microDollars()).isEqualByComparingTo("10488");
    }
  }
}
