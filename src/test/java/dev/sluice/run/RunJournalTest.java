package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.run.StoreException.Kind;
import dev.sluice.store.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RunJournalTest {
  private static final Journal.Entry ENTRY =
      new Journal.ToolCallStarted(1, new ToolUseId("toolu_1"), "calculator");

  private record Asked(long epoch, long number) {}

  private final List<Asked> asked = new ArrayList<>();
  private final Queue<Promise<Void>> answers = new ArrayDeque<>();
  private final Queue<Runnable> timers = new ArrayDeque<>();
  private final ManualClock clock = new ManualClock();
  private Instant heldUntil = Instant.MAX;
  private final RunJournal journal =
      new RunJournal(
          store(),
          new RunId("run_1"),
          3,
          new Resends(clock, () -> heldUntil, (delay, action) -> timers.add(action)));

  @Test
  void numbersItsEntriesWithinTheEpoch() {
    journal.append(ENTRY);
    journal.append(ENTRY);

    assertThat(asked).containsExactly(new Asked(3, 1), new Asked(3, 2));
  }

  @Test
  void writesAnEntryAgainUnderItsNumberWhenTheStoreWasAway() {
    Future<Void> written = journal.append(ENTRY);
    answers.remove().fail(trouble(Kind.UNAVAILABLE));
    journal.append(ENTRY);
    timers.remove().run();
    assertThat(asked).containsExactly(new Asked(3, 1), new Asked(3, 2), new Asked(3, 1));
    assertThat(written.isComplete()).isFalse();

    answers.remove();
    answers.remove().complete();

    assertThat(written.succeeded()).isTrue();
  }

  @Test
  void stopsWhenTheRunIsNotHeldAnyMore() {
    Future<Void> written = journal.append(ENTRY);
    heldUntil = clock.instant();

    answers.remove().fail(trouble(Kind.UNAVAILABLE));

    assertThat(written.failed()).isTrue();
    assertThat(timers).isEmpty();
  }

  @Test
  void doesNotRepeatWhatIsRefused() {
    Future<Void> written = journal.append(ENTRY);
    var fenced = new RunStore.Fenced(new RunId("run_1"), 3);

    answers.remove().fail(fenced);

    assertThat(written.cause()).isSameAs(fenced);
    assertThat(timers).isEmpty();
  }

  @Test
  void doesNotRepeatWhatCannotBeStored() {
    Future<Void> written = journal.append(ENTRY);

    answers.remove().fail(trouble(Kind.CORRUPT));

    assertThat(written.failed()).isTrue();
    assertThat(timers).isEmpty();
  }

  private static StoreException trouble(Kind kind) {
    return new StoreException(kind, "in trouble");
  }

  /** Answers when the test says so. */
  private RunStore store() {
    return (RunStore)
        Proxy.newProxyInstance(
            RunStore.class.getClassLoader(),
            new Class<?>[] {RunStore.class},
            (proxy, method, arguments) -> {
              asked.add(new Asked((long) arguments[1], (long) arguments[2]));
              Promise<Void> answer = Promise.promise();
              answers.add(answer);
              return answer.future();
            });
  }
}
