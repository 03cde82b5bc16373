package dev.sluice.event;

import static dev.sluice.event.Events.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.RunEvent.Trimmed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random schedules: hints lost, doubled, late and out of order, reads slow and
 * failing, readers pausing and resuming anew, epochs changing, the log trimmed.
 */
class RunTailScheduleTest {
  private static final int SCHEDULES = 2000;

  @Test
  void readsExactlyWhatTheLogHas() {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      var schedule = new Schedule(seed, false);
      schedule.play();
      assertThat(schedule.delivered).as("seed %d", seed).isEqualTo(schedule.history);
      assertThat(schedule.leftovers()).as("seed %d", seed).isZero();
    }
  }

  @Test
  void announcesEveryGapThatTrimmingMakes() {
    int announced = 0;
    for (int seed = 0; seed < SCHEDULES; seed++) {
      var schedule = new Schedule(seed, true);
      schedule.play();
      announced += schedule.checkGaps();
    }
    assertThat(announced).isGreaterThan(100);
  }

  private static final class Schedule {
    private final int seed;
    private final Random random;
    private final boolean trims;
    private final FakeEventLog log = new FakeEventLog();
    private final ManualTimers timers = new ManualTimers();
    private final List<Runnable> reads = new ArrayList<>();
    private final List<Runnable> hints = new ArrayList<>();
    private final List<RunTail> opened = new ArrayList<>();
    final List<Envelope> history = new ArrayList<>();
    final List<Envelope> delivered = new ArrayList<>();
    private EventId seen = EventId.ZERO;
    private RunTail tail;
    private boolean paused;
    private Optional<Optional<Throwable>> end = Optional.empty();
    private EventId next = new EventId(1, 1);

    Schedule(int seed, boolean trims) {
      this.seed = seed;
      this.random = new Random(seed);
      this.trims = trims;
      log.deferReads = reads::add;
      log.hints = this::tell;
      append(random.nextInt(30));
      tail = open();
    }

    private RunTail open() {
      var pace =
          new TailPace(
              Duration.ofSeconds(15),
              Duration.ofSeconds(10),
              Duration.ofMillis(100),
              Duration.ofSeconds(5),
              Integer.MAX_VALUE);
      var options = new RunTail.Options(1 + random.nextInt(8), 1 + random.nextInt(12), pace);
      RunTail fresh = RunTail.open(log, RUN, seen, options, timers);
      paused = false;
      opened.add(fresh);
      fresh
          .endHandler(cause -> end = Optional.of(cause))
          .handler(
              event -> {
                assertThat(opened.getLast()).as("seed %d", seed).isSameAs(fresh);
                assertThat(paused).as("seed %d", seed).isFalse();
                assertThat(fresh.buffered()).isLessThanOrEqualTo(options.maxBuffered() + 1);
                delivered.add(event);
                seen = event.id();
                pauseNowAndThen(fresh);
              });
      return fresh;
    }

    private void pauseNowAndThen(RunTail fresh) {
      if (random.nextInt(6) == 0) {
        paused = true;
        fresh.pause();
      }
    }

    private void tell(Runnable hint) {
      int copies = random.nextInt(10) < 2 ? 0 : random.nextInt(10) < 2 ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        hints.add(random.nextBoolean() ? hints.size() : random.nextInt(hints.size() + 1), hint);
      }
    }

    void play() {
      for (int step = 0; step < 150; step++) {
        step();
      }
      List<Envelope> done = List.of(Events.done(next.epoch(), next.seq()));
      history.addAll(done);
      log.append(RUN, done);
      settle();
    }

    private void step() {
      log.readFailure = random.nextInt(5) == 0 ? new IllegalStateException("down") : null;
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> append(1 + random.nextInt(5));
        case 3, 4, 5 -> runAny(hints);
        case 6, 7, 8 -> runAny(reads);
        case 9 -> timers.fireNext();
        case 10 -> resume();
        default -> rarely();
      }
    }

    private void rarely() {
      switch (random.nextInt(4)) {
        case 0 -> next = next.nextEpoch();
        case 1 -> reopen();
        case 2 -> trim();
        default -> hints.clear();
      }
    }

    private void reopen() {
      tail.close();
      tail = open();
    }

    private void trim() {
      List<Envelope> kept = log.events();
      if (trims && !kept.isEmpty()) {
        log.trim(kept.get(random.nextInt(kept.size())).id());
      }
    }

    private void append(int count) {
      var batch = new ArrayList<Envelope>();
      for (int i = 0; i < count; i++) {
        batch.add(Events.text(next.epoch(), next.seq(), "t"));
        next = next.next();
      }
      history.addAll(batch);
      log.append(RUN, batch);
    }

    private void runAny(List<Runnable> tasks) {
      if (!tasks.isEmpty()) {
        tasks.remove(random.nextInt(tasks.size())).run();
      }
    }

    private void resume() {
      paused = false;
      tail.resume();
    }

    /** Everything works again: the reader must come to the end by itself. */
    private void settle() {
      log.readFailure = null;
      hints.clear();
      for (int i = 0; end.isEmpty(); i++) {
        assertThat(i).as("seed %d does not end", seed).isLessThan(2000);
        if (!reads.isEmpty()) {
          runAny(reads);
        } else if (paused) {
          resume();
        } else {
          timers.fireNext();
        }
      }
      assertThat(end).as("seed %d", seed).contains(Optional.empty());
    }

    int leftovers() {
      return timers.size() + log.watchers();
    }

    int checkGaps() {
      int announced = 0;
      int at = 0;
      boolean gap = false;
      for (Envelope event : delivered) {
        if (event.event() instanceof Trimmed) {
          gap = true;
          announced++;
          continue;
        }
        int found = history.indexOf(event);
        assertThat(found).as("seed %d in order", seed).isGreaterThanOrEqualTo(at);
        assertThat(found == at || gap).as("seed %d: unannounced gap", seed).isTrue();
        gap = false;
        at = found + 1;
      }
      assertThat(at).as("seed %d to the end", seed).isEqualTo(history.size());
      return announced;
    }
  }
}
