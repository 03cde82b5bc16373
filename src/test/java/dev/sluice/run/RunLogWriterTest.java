package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventId;
import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import dev.sluice.store.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunLogWriterTest {
  private static final RunId RUN = new RunId("run_1");

  private final StoreException away = new StoreException(StoreException.Kind.UNAVAILABLE, "away");
  private final ManualEventLog log = new ManualEventLog();
  private final ManualClock clock = new ManualClock();
  private final Queue<Runnable> timers = new ArrayDeque<>();
  private Instant heldUntil = Instant.MAX;
  private final RunLogWriter writer =
      new RunLogWriter(
          log, RUN, 3, new Resends(clock, () -> heldUntil, (delay, action) -> timers.add(action)));

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

  @Test
  void sendsTheSameBatchAgainWhenTheLogWasAway() {
    writer.emit(text("a"));
    writer.emit(text("b"));
    var flush = writer.flush();
    log.refuse(away);
    assertThat(log.batches).hasSize(1);

    timers.remove().run();
    log.refuse(away);
    timers.remove().run();
    log.acknowledge();

    assertThat(log.batches.get(1)).isEqualTo(log.batches.get(0));
    assertThat(log.batches.get(2)).isEqualTo(log.batches.get(0));
    assertThat(log.batches.get(3))
        .extracting(event -> event.id())
        .containsExactly(new EventId(3, 2));
    assertThat(flush.isComplete()).isFalse();
    log.acknowledge();
    assertThat(flush.succeeded()).isTrue();
    assertThat(writer.failure().isComplete()).isFalse();
  }

  @Test
  void takesABatchAsWrittenWhenTheLogHasItAlready() {
    writer.emit(text("a"));
    var flush = writer.flush();
    log.refuse(away);
    timers.remove().run();

    log.refuse(new FencedAppend(Optional.of(new EventId(3, 1))));

    assertThat(flush.succeeded()).isTrue();
  }

  @Test
  void asksTheLogHowFarItIsWhenTheRefusalDoesNotSay() {
    writer.emit(text("a"));
    var flush = writer.flush();

    log.refuse(new FencedAppend(Optional.empty()));

    assertThat(flush.succeeded()).isTrue();
  }

  @Test
  void stopsWhenALaterEpochHasBegun() {
    var fenced = new FencedAppend(Optional.of(new EventId(4, 1)));
    writer.emit(text("a"));

    log.refuse(fenced);

    assertThat(writer.failure().cause()).isSameAs(fenced);
    assertThat(timers).isEmpty();
  }

  @Test
  void stopsWhenTheLogIsNotAtTheEndOfItsBatch() {
    writer.emit(text("a"));
    log.acknowledge();
    writer.emit(text("b"));

    log.refuse(new FencedAppend(Optional.of(new EventId(3, 1))));

    assertThat(writer.failure().failed()).isTrue();
  }

  @Test
  void givesUpWhenTheRunIsNotHeldAnyMore() {
    writer.emit(text("a"));
    log.refuse(away);
    timers.remove().run();
    heldUntil = clock.instant();

    log.refuse(away);

    assertThat(writer.failure().cause()).isSameAs(away);
    assertThat(timers).isEmpty();
  }

  @Test
  void givesUpALogThatStaysAwayTooLong() {
    writer.emit(text("a"));
    log.refuse(away);
    clock.advance(Resends.PATIENCE.minus(Duration.ofMillis(1)));
    timers.remove().run();
    log.refuse(away);
    assertThat(writer.failure().isComplete()).isFalse();
    clock.advance(Duration.ofMillis(1));
    timers.remove().run();

    log.refuse(away);

    assertThat(writer.failure().cause()).isSameAs(away);
  }

  @Test
  void hasPatienceAnewAfterABatchWasWritten() {
    writer.emit(text("a"));
    log.refuse(away);
    clock.advance(Resends.PATIENCE);
    timers.remove().run();
    log.acknowledge();
    writer.emit(text("b"));

    log.refuse(away);

    assertThat(writer.failure().isComplete()).isFalse();
  }

  @Test
  void countsWhatItHoldsOfABatchThatIsSentAgain() {
    writer.emit(text("a"));
    writer.emit(text("x".repeat(40_000)));
    log.acknowledge();
    writer.emit(text("x".repeat(40_000)));
    assertThat(writer.isFull()).isFalse();
    log.refuse(away);
    assertThat(writer.isFull()).isTrue();
    timers.remove().run();

    log.acknowledge();

    assertThat(writer.isFull()).isFalse();
  }

  @Test
  void sendsNothingAgainInAHurry() {
    writer.emit(text("a"));
    writer.hurry();

    log.refuse(away);

    assertThat(writer.failure().cause()).isSameAs(away);
    assertThat(timers).isEmpty();
  }

  @Test
  void sendsNothingAgainOnceAbandoned() {
    writer.emit(text("a"));
    writer.emit(text("b"));
    var flush = writer.flush();
    log.refuse(away);

    writer.abandon();
    timers.remove().run();

    assertThat(log.batches).hasSize(1);
    assertThat(flush.cause()).isInstanceOf(RunStore.Fenced.class);
  }

  private static RunEvent text(String text) {
    return new RunEvent.TextAdded(1, text);
  }
}
