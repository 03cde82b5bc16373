package dev.sluice.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import dev.sluice.run.StoreException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredBatchTest {
  private static final RunId RUN = new RunId("run_1");

  /** As the first version wrote it: this text must stay readable, and is what is written. */
  private static final String RECORDED =
      """
      2-7 1795176000123456 {"v":1,"type":"text","turn":1,"text":"a\\nb"}
      2-8 1795176000123457 {"v":1,"type":"rewound","turn":1,"reason":"restarted"}
      """;

  private static final List<Envelope> BATCH =
      List.of(
          new Envelope(
              RUN,
              new EventId(2, 7),
              Instant.parse("2026-11-20T12:00:00.123456Z"),
              new RunEvent.TextAdded(1, "a\nb")),
          new Envelope(
              RUN,
              new EventId(2, 8),
              Instant.parse("2026-11-20T12:00:00.123457Z"),
              new RunEvent.Rewound(1, "restarted")));

  @Test
  void writesAndReadsTheRecordedForm() {
    assertThat(StoredBatch.of(BATCH).text()).isEqualTo(RECORDED);
    assertThat(StoredBatch.events(RUN, RECORDED)).isEqualTo(BATCH);
    assertThat(StoredBatch.lastId(RECORDED)).isEqualTo(new EventId(2, 8));
  }

  @Test
  void knowsWhatComesBeforeIt() {
    assertThat(StoredBatch.of(BATCH).before()).isEqualTo(new EventId(2, 6));
    assertThat(beginning(1).before()).isEqualTo(EventId.ZERO);
    assertThat(beginning(3).before()).isEqualTo(new EventId(3, 0));
  }

  @Test
  void saysWhenItCannotBeRead() {
    for (String damaged : List.of("2-7", "2-7 17 {}", "x 17 {}\n", "2-7 x {}\n")) {
      assertThatThrownBy(() -> StoredBatch.events(RUN, damaged)).isInstanceOf(StoreException.class);
    }
  }

  private static StoredBatch beginning(long epoch) {
    var event = new RunEvent.Rewound(1, "restarted");
    return StoredBatch.of(List.of(new Envelope(RUN, new EventId(epoch, 1), Instant.EPOCH, event)));
  }
}
