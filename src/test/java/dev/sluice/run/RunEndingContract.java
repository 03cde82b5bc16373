package dev.sluice.run;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.NASTY;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.events;
import static dev.sluice.store.Samples.keyed;
import static dev.sluice.store.Samples.newRun;
import static dev.sluice.store.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.Journal;
import dev.sluice.conversation.StoredMessage;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.EventId;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.message.Usage;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.RunStore.Fenced;
import dev.sluice.run.RunStore.Pending;
import dev.sluice.run.RunStore.Release;
import dev.sluice.store.Samples;
import dev.sluice.store.StoresUnderTest;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every run store does with journals, ends, open logs and retention. */
@Timeout(60)
public abstract class RunEndingContract {
  private static final Instant NEVER = Instant.MIN;
  private static final Journal.Entry STEP =
      new Journal.ToolCallStarted(1, new ToolUseId("toolu_1"), "calculator");

  /** The stores under test, empty at first. */
  protected abstract StoresUnderTest stores();

  @Test
  void givesTheJournalBackAsItWasWritten() {
    Run run = accept(newRun(ANNA, now()));
    claim(run.id());
    var raw = Block.of("{ \"type\" : \"tool_use\", \"id\":\"t\",\"input\":{\"x\": 1.0e3} }");
    var entries =
        List.<Journal.Entry>of(
            new Journal.TurnFinished(
                1,
                List.of(Block.text(NASTY), raw),
                "tool_use",
                "model-1",
                new Usage(1, 2, 3, 4, Long.MAX_VALUE, 6, 7),
                Long.MAX_VALUE,
                Optional.of("req_1")),
            new Journal.ToolCallStarted(1, new ToolUseId("toolu_1"), "calculator"),
            new Journal.ToolCallFinished(
                1,
                new ToolUseId("toolu_1"),
                "calculator",
                Journal.ToolCallFinished.Kind.DEGRADED,
                NASTY,
                12),
            new Journal.CallCharged(2, "model-2", Usage.of(9, 8), 77, true, Optional.empty()));
    for (int i = 0; i < entries.size(); i++) {
      runs().journal(run.id(), 1, i + 1, entries.get(i)).await();
    }
    assertThat(runs().journal(run.id()).await()).isEqualTo(entries);
  }

  @Test
  void keepsAnEntryOnceForOneWhoDidNotHearThatItWasWritten() {
    Run run = accept(newRun(ANNA, now()));
    claim(run.id());
    runs().journal(run.id(), 1, 1, STEP).await();
    runs().journal(run.id(), 1, 1, STEP).await();
    assertThat(runs().journal(run.id()).await()).containsExactly(STEP);
  }

  @Test
  void keepsEqualEntriesOfDifferentNumbersOrEpochs() {
    Run run = accept(newRun(ANNA, now()));
    claim(run.id());
    runs().journal(run.id(), 1, 1, STEP).await();
    runs().journal(run.id(), 1, 2, STEP).await();
    stores().clock().advance(LEASE);
    claim(run.id());
    runs().journal(run.id(), 2, 1, STEP).await();
    assertThat(runs().journal(run.id()).await()).containsExactly(STEP, STEP, STEP);
  }

  @Test
  void endsARunOnceForOneWhoDidNotHearOfIt() {
    NewRun first = newRun(ANNA, now());
    Run run = accept(first);
    Run next = accept(next(first, run.conversation(), WhenBusy.WAIT));
    claim(run.id());
    var said = List.of(first.input());
    runs().finish(run.id(), 1, lasting(Duration.ofSeconds(1)), said).await();
    stores().clock().advance(Duration.ofSeconds(1));

    assertThat(runs().finish(run.id(), 1, lasting(Duration.ofSeconds(2)), said).await())
        .contains(next.id());
    assertThat(stores().conversations().messages(run.conversation(), ANNA).await()).hasSize(1);
    assertThat(find(run.id()).outcome().orElseThrow().duration()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void endsARunWithItsOutcomeAndMessages() {
    Run run = accept(newRun(ANNA, now()));
    claim(run.id());
    stores().clock().advance(Duration.ofSeconds(3));
    var outcome =
        new RunOutcome(
            DoneStatus.FAILED,
            Optional.of("why"),
            Optional.of(new RunOutcome.RunFailure("overloaded", NASTY, true)),
            NASTY,
            3,
            new Usage(1, 2, 3, 4, 5, 6, 7),
            Long.MAX_VALUE,
            Duration.ofNanos(1_234_567_891));
    var said = List.of(run.input(), Message.assistant(List.of(Block.text(NASTY))));
    assertThat(runs().finish(run.id(), 1, outcome, said).await()).isEmpty();
    Run ended = find(run.id());
    assertThat(ended.status()).isEqualTo(RunStatus.FAILED);
    assertThat(ended.outcome()).contains(outcome);
    assertThat(ended.finishedAt()).contains(now());
    assertThat(stores().conversations().messages(run.conversation(), ANNA).await())
        .isEqualTo(
            said.stream().map(message -> new StoredMessage(run.id(), now(), message)).toList());
  }

  @Test
  void doesNotOfferANextRunThatIsNotDue() {
    NewRun first = newRun(ANNA, now());
    Run one = accept(first);
    claim(one.id());
    runs().release(one.id(), 1, Release.PARKED, now().plusSeconds(60)).await();
    Run two = accept(next(first, one.conversation(), WhenBusy.WAIT));
    assertThat(runs().pending(10).await()).isEmpty();
    stores().clock().advance(Duration.ofSeconds(60));
    assertThat(runs().pending(10).await()).containsExactly(waiting(one));
    claim(one.id());
    assertThat(runs().finish(one.id(), 2, completed("x"), List.of()).await()).contains(two.id());
  }

  @Test
  void givesAnOpenLogToOneWhoClosesIt() {
    Run run = ended();
    assertThat(runs().pending(10).await()).isEmpty();
    assertThat(runs().claimLog(run.id(), LEASE).await()).isEmpty();
    stores().clock().advance(LEASE);
    assertThat(runs().pending(10).await())
        .containsExactly(new Pending(run.id(), RunClass.INTERACTIVE, true));
    List<Future<Optional<Run>>> claims =
        Stream.generate(() -> runs().claimLog(run.id(), LEASE)).limit(8).toList();
    List<Run> claimed = claims.stream().flatMap(claim -> claim.await().stream()).toList();
    assertThat(claimed).hasSize(1);
    assertThat(claimed.getFirst().epoch()).isEqualTo(2);
    assertThat(claimed.getFirst().status()).isEqualTo(RunStatus.COMPLETED);
    assertThatThrownBy(() -> runs().closeLog(run.id(), 1).await()).isInstanceOf(Fenced.class);
    runs().closeLog(run.id(), 2).await();
    stores().clock().advance(LEASE.multipliedBy(2));
    assertThat(runs().claimLog(run.id(), LEASE).await()).isEmpty();
    assertThat(runs().pending(10).await()).isEmpty();
  }

  @Test
  void closesALogTwiceWithoutComplaint() {
    Run run = ended();
    runs().closeLog(run.id(), 1).await();
    runs().closeLog(run.id(), 1).await();
  }

  @Test
  void doesNotCloseTheLogOfAnUnfinishedRun() {
    Run run = accept(newRun(ANNA, now()));
    claim(run.id());
    assertThatThrownBy(() -> runs().closeLog(run.id(), 1).await()).isInstanceOf(Fenced.class);
    assertThat(runs().claimLog(run.id(), LEASE).await()).isEmpty();
  }

  @Test
  void findsWhatNobodyWorksOn() {
    Run lapsed = accept(newRun(ANNA, now()));
    claim(lapsed.id());
    stores().clock().advance(LEASE);
    NewRun background = Samples.of(newRun(ANNA, now()), RunClass.BACKGROUND, 100);
    Run queuedLater = accept(background);
    Run queued = accept(newRun(ANNA, now()));
    accept(next(newRun(ANNA, now()), queued.conversation(), WhenBusy.WAIT));
    Run leased = accept(newRun(ANNA, now()));
    claim(leased.id());
    assertThat(runs().pending(10).await())
        .containsExactlyInAnyOrder(
            waiting(lapsed),
            waiting(queued),
            new Pending(queuedLater.id(), RunClass.BACKGROUND, false));
    assertThat(runs().pending(1).await()).hasSize(1);
  }

  @Test
  void deletesRunsPastTheirRetention() {
    NewRun wanted = keyed(newRun(ANNA, now()), "key", "digest");
    Run run = accept(wanted);
    claim(run.id());
    stores().log().append(run.id(), events(run.id(), 1, 1, 3, now())).await();
    runs().finish(run.id(), 1, completed("x"), List.of(run.input())).await();
    runs().closeLog(run.id(), 1).await();
    assertThat(runs().sweep(now(), NEVER, NEVER).await()).isZero();
    assertThat(find(run.id()).id()).isEqualTo(run.id());
    Instant after = now().plusSeconds(1);
    assertThat(runs().sweep(after, NEVER, NEVER).await()).isEqualTo(1);
    assertThat(runs().find(run.id()).await()).isEmpty();
    assertThat(stores().log().lastId(run.id()).await()).isEqualTo(EventId.ZERO);
    assertThat(stores().conversations().messages(run.conversation(), ANNA).await()).hasSize(1);
    assertThat(runs().accept(keyed(wanted, "key", "digest")).await()).isInstanceOf(Accepted.class);
  }

  @Test
  void deletesEventsBeforeRuns() {
    Run run = ended();
    stores().log().append(run.id(), events(run.id(), 1, 1, 3, now())).await();
    runs().closeLog(run.id(), 1).await();
    assertThat(runs().sweep(NEVER, now().plusSeconds(1), NEVER).await()).isZero();
    assertThat(stores().log().read(run.id(), EventId.ZERO, 10).await().events()).isEmpty();
    assertThat(stores().log().lastId(run.id()).await()).isEqualTo(EventId.ZERO);
    assertThat(find(run.id()).status()).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void neverDeletesWhatIsUnfinished() {
    Run queued = accept(newRun(ANNA, now()));
    Run running = accept(newRun(ANNA, now()));
    claim(running.id());
    Run openLog = ended();
    for (Run run : List.of(queued, running, openLog)) {
      stores().log().append(run.id(), events(run.id(), 1, 1, 2, now())).await();
    }
    assertThat(runs().sweep(Instant.MAX, Instant.MAX, NEVER).await()).isZero();
    for (Run run : List.of(queued, running, openLog)) {
      assertThat(runs().find(run.id()).await()).isPresent();
      assertThat(stores().log().lastId(run.id()).await()).isEqualTo(new EventId(1, 2));
    }
  }

  @Test
  void sweepsManyRuns() {
    for (int i = 0; i < 90; i++) {
      Run run = ended();
      runs().closeLog(run.id(), 1).await();
    }
    assertThat(runs().sweep(now().plusSeconds(1), NEVER, NEVER).await()).isEqualTo(90);
  }

  @Test
  void forgetsKeysPastTheirTime() {
    NewRun wanted = newRun(ANNA, now());
    accept(keyed(wanted, "key", "digest"));
    runs().sweep(NEVER, NEVER, now()).await();
    assertThat(runs().accept(keyed(wanted, "key", "other")).await())
        .isEqualTo(new Acceptance.KeyReused());
    runs().sweep(NEVER, NEVER, now().plusSeconds(1)).await();
    assertThat(runs().accept(keyed(wanted, "key", "other")).await()).isInstanceOf(Accepted.class);
  }

  private Run ended() {
    Run run = accept(newRun(ANNA, now()));
    claim(run.id());
    runs().finish(run.id(), 1, completed("x"), List.of()).await();
    return run;
  }

  private static RunOutcome lasting(Duration duration) {
    RunOutcome like = completed("x");
    return new RunOutcome(
        like.status(),
        like.reason(),
        like.error(),
        like.text(),
        like.turns(),
        like.usage(),
        like.costMicros(),
        duration);
  }

  private static Pending waiting(Run run) {
    return new Pending(run.id(), RunClass.INTERACTIVE, false);
  }

  private RunStore runs() {
    return stores().runs();
  }

  private Instant now() {
    return stores().clock().instant();
  }

  private Run accept(NewRun wanted) {
    return ((Accepted) runs().accept(wanted).await()).run();
  }

  private void claim(RunId run) {
    assertThat(runs().claim(run, "worker", LEASE).await()).isInstanceOf(Claim.Held.class);
  }

  private Run find(RunId run) {
    return runs().find(run).await().orElseThrow();
  }
}
