package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunLogWriterTest {
  private final ManualEventLog log = new ManualEventLog();
  private final RunLogWriter writer =
      new RunLogWriter(
          log, new RunId("run_1"), 3, InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")));

  @Test
  void writesTheFirstEventAtOnceAndJoinsWhatComesMeanwhile() {
    writer.emit(text("a"));
    writer.emit(text("b"));
    writer.emit(text("c"));
    assertThat(log.batches).hasSize(1);

    log.acknowledge();

    assertThat(log.batches).hasSize(2);
    assertThat(log.batches.get(1)).extracting(e -> e.event()).containsExactly(text("bc"));
  }

  @Test
  void numbersEventsWithoutHolesAcrossBatches() {
    writer.emit(text("a"));
    writer.emit(new RunEvent.Rewound(1, "x"));
    writer.emit(text("b"));
    log.acknowledge();
    log.acknowledge();
    writer.emit(text("c"));

    assertThat(log.batches)
        .flatExtracting(batch -> batch)
        .extracting(event -> event.id())
        .containsExactly(
            new EventId(3, 1), new EventId(3, 2), new EventId(3, 3), new EventId(3, 4));
  }

  @Test
  void keepsTextOfDifferentTurnsApart() {
    writer.emit(text("a"));
    writer.emit(new RunEvent.TextAdded(1, "b"));
    writer.emit(new RunEvent.TextAdded(2, "c"));
    writer.emit(new RunEvent.ThinkingAdded(2, "d"));
    log.acknowledge();

    assertThat(log.batches.get(1)).hasSize(3);
  }

  @Test
  void flushesWhenEverythingEmittedIsDurable() {
    assertThat(writer.flush().isComplete()).isTrue();
    writer.emit(text("a"));
    var first = writer.flush();
    writer.emit(text("b"));
    var second = writer.flush();
    log.acknowledge();
    assertThat(second.isComplete()).isFalse();

    log.acknowledge();

    assertThat(first.succeeded()).isTrue();
    assertThat(second.succeeded()).isTrue();
  }

  @Test
  void isFullWhileTooMuchWaitsAndTellsWhenThereIsRoom() {
    var drained = new AtomicInteger();
    writer.emit(text("a"));
    assertThat(writer.isFull()).isFalse();
    for (int i = 0; i < 20; i++) {
      writer.emit(text("x".repeat(5_000)));
    }
    assertThat(writer.isFull()).isTrue();
    writer.onDrain(drained::incrementAndGet);

    log.acknowledge();

    assertThat(writer.isFull()).isFalse();
    assertThat(drained).hasValue(1);
  }

  @Test
  void boundsTheSizeOfOneEvent() {
    writer.emit(text("a"));
    for (int i = 0; i < 10; i++) {
      writer.emit(text("x".repeat(5_000)));
    }
    log.acknowledge();

    assertThat(log.batches.get(1))
        .extracting(event -> ((RunEvent.TextAdded) event.event()).text().length())
        .allMatch(length -> length <= 8 * 1024)
        .satisfies(
            lengths ->
                assertThat(lengths.stream().mapToInt(Integer.class::cast).sum()).isEqualTo(50_000));
  }

  @Test
  void writesNothingAfterARefusal() {
    var cause = new IllegalStateException("refused");
    writer.emit(text("a"));
    writer.emit(text("b"));
    var flush = writer.flush();

    log.refuse(cause);
    writer.emit(text("c"));

    assertThat(log.batches).hasSize(1);
    assertThat(flush.cause()).isSameAs(cause);
    assertThat(writer.failure().cause()).isSameAs(cause);
    assertThat(writer.flush().cause()).isSameAs(cause);
  }

  @Test
  void flushesNothingEarlyWhenAFlushedOneEmitsAgain() {
    writer.emit(text("a"));
    var first = writer.flush().onSuccess(durable -> writer.emit(text("b")));
    var second = writer.flush();
    log.acknowledge();
    assertThat(first.succeeded()).isTrue();
    assertThat(second.succeeded()).isTrue();
    writer.emit(text("c"));
    var third = writer.flush();

    log.acknowledge();

    assertThat(log.batches).hasSize(3);
    assertThat(third.isComplete()).isFalse();
  }

  @Test
  void failsItsFlushWhenAnEventCannotBeWrittenAtAll() {
    log.throwOnAppend = new IllegalStateException("cannot be encoded");

    writer.emit(text("a"));

    assertThat(writer.failure().failed()).isTrue();
    assertThat(writer.flush().failed()).isTrue();
  }

  private static RunEvent text(String text) {
    return new RunEvent.TextAdded(1, text);
  }
}
