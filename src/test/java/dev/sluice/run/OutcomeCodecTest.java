package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.DoneStatus;
import dev.sluice.message.Usage;
import dev.sluice.run.RunOutcome.RunFailure;
import dev.sluice.run.StoreException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeCodecTest {
  private static final String FULL =
      """
      {"v":1,"status":"failed","reason":"why","error":{"type":"overloaded","message":"busy",\
      "retryable":true},"text":"hi","turns":2,"usage":{"input":1,"cache_write_5m":2,\
      "cache_write_1h":3,"cache_read":4,"output":5,"thinking":6,"web_searches":7},\
      "cost_micros":12,"duration":"PT2.000000001S"}""";

  @Test
  void writesEveryField() {
    var outcome =
        new RunOutcome(
            DoneStatus.FAILED,
            Optional.of("why"),
            Optional.of(new RunFailure("overloaded", "busy", true)),
            "hi",
            2,
            new Usage(1, 2, 3, 4, 5, 6, 7),
            12,
            Duration.ofSeconds(2, 1));
    assertThat(OutcomeCodec.encode(outcome)).isEqualTo(FULL);
    assertThat(OutcomeCodec.decode(FULL)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @EnumSource(DoneStatus.class)
  void readsEveryStatus(DoneStatus status) {
    var outcome =
        new RunOutcome(
            status, Optional.empty(), Optional.empty(), "", 0, Usage.ZERO, 0, Duration.ZERO);
    assertThat(OutcomeCodec.decode(OutcomeCodec.encode(outcome))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"v\":1|\"v\":2", "failed|unheard", "PT2.000000001S|long", "\"hi\"|5", "true|1"})
  void refusesWhatItCannotRead(String change) {
    int bar = change.indexOf('|');
    String stored = FULL.replace(change.substring(0, bar), change.substring(bar + 1));
    assertThat(stored).isNotEqualTo(FULL);
    assertThatThrownBy(() -> OutcomeCodec.decode(stored))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
  }
}
