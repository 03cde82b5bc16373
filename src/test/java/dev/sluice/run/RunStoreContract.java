package dev.sluice.run;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.newRun;
import static dev.sluice.store.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.Journal;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.RunStore.Fenced;
import dev.sluice.run.RunStore.Release;
import dev.sluice.store.Samples;
import dev.sluice.store.StoresUnderTest;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every run store does with claims, leases and the order of a conversation. */
@Timeout(60)
public abstract class RunStoreContract {
  private static final Journal.Entry STEP =
      new Journal.ToolCallStarted(1, new ToolUseId("toolu_1"), "calculator");

  /** The stores under test, empty at first. */
  protected abstract StoresUnderTest stores();

  @Test
  void knowsNothingOfAnUnknownRun() {
    assertThat(runs().find(RunId.random()).await()).isEmpty();
    assertThat(runs().journal(RunId.random()).await()).isEmpty();
    assertThat(runs().claimLog(RunId.random(), LEASE).await()).isEmpty();
    assertThat(runs().requestCancel(RunId.random(), "why").await()).isFalse();
    assertThat(claim(RunId.random())).isInstanceOf(Claim.Gone.class);
  }

  @Test
  void letsALaterMessageWaitInOrder() {
    NewRun first = newRun(ANNA, now());
    Run one = accept(first);
    Run two = accept(next(first, one.conversation(), WhenBusy.WAIT));
    Run three = accept(next(first, one.conversation(), WhenBusy.WAIT));
    assertThat(claim(two.id())).isEqualTo(new Claim.NotYet());
    held(one.id());
    assertThat(claim(two.id())).isEqualTo(new Claim.NotYet());
    assertThat(finishHeld(one.id(), 1)).contains(two.id());
    assertThat(claim(three.id())).isEqualTo(new Claim.NotYet());
    held(two.id());
    assertThat(finishHeld(two.id(), 1)).contains(three.id());
    held(three.id());
    assertThat(finishHeld(three.id(), 1)).isEmpty();
  }

  @Test
  void givesTheHolderAllItNeeds() {
    NewRun first = newRun(ANNA, now());
    Run one = accept(first);
    held(one.id());
    var said = List.of(first.input(), Message.assistant(List.of(Block.text("hi"))));
    runs().finish(one.id(), 1, completed("hi"), said).await();
    Run two = accept(next(first, one.conversation(), WhenBusy.WAIT));
    stores().clock().advance(Duration.ofSeconds(1));
    Claim.Held held = held(two.id());
    assertThat(held.history()).isEqualTo(said);
    assertThat(held.snapshot()).isEqualTo(first.snapshot());
    assertThat(held.journal()).isEmpty();
    assertThat(held.run().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(held.run().epoch()).isEqualTo(1);
    assertThat(held.run().startedAt()).contains(now());
    assertThat(find(two.id())).isEqualTo(held.run());
  }

  @Test
  void letsOnlyOneOfManyClaimARun() {
    Run run = accept(newRun(ANNA, now()));
    List<Future<Claim>> claims =
        IntStream.range(0, 16).mapToObj(i -> runs().claim(run.id(), "worker" + i, LEASE)).toList();
    List<Claim> answers = claims.stream().map(future -> future.await()).toList();
    assertThat(answers).filteredOn(claim -> claim instanceof Claim.Held).hasSize(1);
    assertThat(answers).filteredOn(claim -> claim instanceof Claim.Gone).hasSize(15);
  }

  @Test
  void countsAFailureForALapsedLease() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    runs().journal(run.id(), 1, 1, STEP).await();
    stores().clock().advance(LEASE.minusMillis(1));
    assertThat(claim(run.id())).isEqualTo(new Claim.Gone());
    stores().clock().advance(Duration.ofMillis(1));
    Claim.Held second = held(run.id());
    assertThat(second.run().epoch()).isEqualTo(2);
    assertThat(second.run().failures()).isEqualTo(1);
    assertThat(second.journal()).containsExactly(STEP);
  }

  @Test
  void prolongsALease() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    stores().clock().advance(LEASE.dividedBy(2));
    assertThat(runs().renew(run.id(), 1, LEASE).await()).isEmpty();
    stores().clock().advance(LEASE.minusMillis(1));
    assertThat(claim(run.id())).isEqualTo(new Claim.Gone());
  }

  @Test
  void letsARunThatIsToStopBeTakenOutOfTurn() {
    NewRun first = newRun(ANNA, now());
    Run one = accept(first);
    Run two = accept(next(first, one.conversation(), WhenBusy.WAIT));
    Run three = accept(next(first, one.conversation(), WhenBusy.WAIT));
    held(one.id());
    assertThat(runs().requestCancel(two.id(), "not needed").await()).isTrue();

    assertThat(runs().pending(10).await()).extracting(RunStore.Pending::run).contains(two.id());
    assertThat(held(two.id()).run().cancelRequested()).contains("not needed");
    assertThat(finishHeld(two.id(), 1)).isEmpty();
    assertThat(claim(three.id())).isEqualTo(new Claim.NotYet());
    assertThat(finishHeld(one.id(), 1)).contains(three.id());
  }

  @Test
  void releasesARunUntilALaterTime() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    runs().release(run.id(), 1, Release.FAILED, now().plusSeconds(30)).await();
    assertThat(find(run.id()).status()).isEqualTo(RunStatus.WAITING);
    assertThat(find(run.id()).failures()).isEqualTo(1);
    assertThat(claim(run.id())).isEqualTo(new Claim.NotYet());
    stores().clock().advance(Duration.ofSeconds(30));
    Claim.Held second = held(run.id());
    assertThat(second.run().epoch()).isEqualTo(2);
    assertThat(second.run().failures()).isEqualTo(1);
  }

  @Test
  void countsNoFailureForAHandOver() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    runs().release(run.id(), 1, Release.HANDED_OVER, now()).await();
    assertThat(find(run.id()).status()).isEqualTo(RunStatus.QUEUED);
    Claim.Held second = held(run.id());
    assertThat(second.run().epoch()).isEqualTo(2);
    assertThat(second.run().failures()).isZero();
  }

  @Test
  void queuesAHandOverThoughItIsDueLater() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    runs().release(run.id(), 1, Release.HANDED_OVER, now().plusSeconds(5)).await();
    assertThat(find(run.id()).status()).isEqualTo(RunStatus.QUEUED);
    assertThat(claim(run.id())).isEqualTo(new Claim.NotYet());
  }

  @Test
  void parksARunUntilItsTimeWithoutCountingAFailure() {
    NewRun first = newRun(ANNA, now());
    Run run = accept(first);
    Run next = accept(next(first, run.conversation(), WhenBusy.WAIT));
    held(run.id());
    runs().journal(run.id(), 1, 1, STEP).await();
    runs().release(run.id(), 1, Release.PARKED, now().plusSeconds(30)).await();

    assertThat(find(run.id()).status()).isEqualTo(RunStatus.WAITING);
    assertThat(claim(run.id())).isEqualTo(new Claim.NotYet());
    assertThat(claim(next.id())).isEqualTo(new Claim.NotYet());
    assertThat(runs().pending(10).await()).isEmpty();
    stores().clock().advance(Duration.ofSeconds(30));
    assertThat(runs().pending(10).await()).extracting(RunStore.Pending::run).containsOnly(run.id());
    Claim.Held second = held(run.id());
    assertThat(second.run().failures()).isZero();
    assertThat(second.journal()).containsExactly(STEP);
  }

  @Test
  void parksARunAsWaitingThoughItIsDueAtOnce() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    runs().release(run.id(), 1, Release.PARKED, now()).await();
    assertThat(find(run.id()).status()).isEqualTo(RunStatus.WAITING);
    held(run.id());
  }

  @Test
  void countsParkedRunsAmongThoseThatWait() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    assertThat(runs().queued(RunClass.INTERACTIVE).await()).isZero();
    runs().release(run.id(), 1, Release.PARKED, now().plusSeconds(30)).await();
    assertThat(runs().queued(RunClass.INTERACTIVE).await()).isEqualTo(1);
  }

  @Test
  void queuesAParkedRunThatIsToStop() {
    Run parked = accept(newRun(ANNA, now()));
    held(parked.id());
    runs().release(parked.id(), 1, Release.PARKED, now().plusSeconds(3600)).await();
    runs().requestCancel(parked.id(), "enough").await();
    assertThat(find(parked.id()).status()).isEqualTo(RunStatus.QUEUED);
    assertThat(runs().pending(10).await())
        .extracting(RunStore.Pending::run)
        .containsExactly(parked.id());

    Run asked = accept(newRun(ANNA, now()));
    held(asked.id());
    runs().requestCancel(asked.id(), "enough").await();
    runs().release(asked.id(), 1, Release.PARKED, now().plusSeconds(3600)).await();
    assertThat(find(asked.id()).status()).isEqualTo(RunStatus.QUEUED);
    held(asked.id());
  }

  @Test
  void countsAsIdleWhatLiesBetweenReleaseAndClaim() {
    Run run = accept(newRun(ANNA, now()));
    stores().clock().advance(Duration.ofSeconds(7));
    assertThat(held(run.id()).run().idle()).isZero();
    stores().clock().advance(Duration.ofSeconds(3));
    runs().release(run.id(), 1, Release.PARKED, now().plusSeconds(60)).await();
    stores().clock().advance(Duration.ofSeconds(90));
    assertThat(held(run.id()).run().idle()).isEqualTo(Duration.ofSeconds(90));
    runs().release(run.id(), 2, Release.HANDED_OVER, now()).await();
    stores().clock().advance(Duration.ofMillis(1500));
    Run third = held(run.id()).run();
    assertThat(third.idle()).isEqualTo(Duration.ofMillis(91_500));
    assertThat(third.startedAt()).contains(third.createdAt().plusSeconds(7));
    assertThat(find(run.id())).isEqualTo(third);
  }

  @Test
  void countsAsIdleWhatComesAfterALapsedLease() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    stores().clock().advance(Duration.ofSeconds(4));
    runs().renew(run.id(), 1, LEASE).await();
    stores().clock().advance(LEASE.plusSeconds(20));
    assertThat(held(run.id()).run().idle()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void refusesEveryWriteOfAnEarlierEpoch() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    stores().clock().advance(LEASE);
    held(run.id());
    refusesEveryWrite(run.id(), 1);
    assertThat(find(run.id()).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(runs().journal(run.id()).await()).isEmpty();
    assertThat(stores().conversations().messages(run.conversation(), ANNA).await()).isEmpty();
    runs().journal(run.id(), 2, 1, STEP).await();
  }

  @Test
  void refusesEveryWriteAfterARelease() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    runs().release(run.id(), 1, Release.HANDED_OVER, now()).await();
    refusesEveryWrite(run.id(), 1);
  }

  @Test
  void refusesEveryWriteToAnEndedOrUnknownRun() {
    Run run = accept(newRun(ANNA, now()));
    finish(run.id());
    runs().closeLog(run.id(), 1).await();
    refusesEveryWriteOfAHolder(run.id(), 1);
    refusesEveryWrite(RunId.random(), 1);
  }

  @Test
  void keepsTheFirstReasonToStop() {
    Run run = accept(newRun(ANNA, now()));
    assertThat(runs().requestCancel(run.id(), "first").await()).isTrue();
    assertThat(runs().requestCancel(run.id(), "second").await()).isTrue();
    assertThat(find(run.id()).cancelRequested()).contains("first");
    assertThat(held(run.id()).run().cancelRequested()).contains("first");
    assertThat(runs().renew(run.id(), 1, LEASE).await()).contains("first");
    finishHeld(run.id(), 1);
    assertThat(runs().requestCancel(run.id(), "third").await()).isFalse();
  }

  @Test
  void makesAWaitingRunDueWhenItIsToStop() {
    Run run = accept(newRun(ANNA, now()));
    held(run.id());
    runs().release(run.id(), 1, Release.PARKED, now().plusSeconds(3600)).await();
    assertThat(runs().requestCancel(run.id(), "enough").await()).isTrue();
    assertThat(held(run.id()).run().cancelRequested()).contains("enough");
    runs().release(run.id(), 2, Release.PARKED, now().plusSeconds(3600)).await();
    held(run.id());
  }

  private void refusesEveryWrite(RunId run, long epoch) {
    refusesEveryWriteOfAHolder(run, epoch);
    refuses(() -> runs().closeLog(run, epoch));
  }

  private void refusesEveryWriteOfAHolder(RunId run, long epoch) {
    refuses(() -> runs().renew(run, epoch, LEASE));
    refuses(() -> runs().journal(run, epoch, 1, STEP));
    refuses(() -> runs().finish(run, epoch, completed("x"), List.of(Samples.message("x"))));
    refuses(() -> runs().release(run, epoch, Release.FAILED, now()));
  }

  private static void refuses(Supplier<Future<?>> write) {
    assertThatThrownBy(() -> write.get().await()).isInstanceOf(Fenced.class);
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

  private Claim claim(RunId run) {
    return runs().claim(run, "worker", LEASE).await();
  }

  private Claim.Held held(RunId run) {
    return (Claim.Held) claim(run);
  }

  private Run find(RunId run) {
    return runs().find(run).await().orElseThrow();
  }

  private void finish(RunId run) {
    finishHeld(run, held(run).run().epoch());
  }

  private Optional<RunId> finishHeld(RunId run, long epoch) {
    return runs().finish(run, epoch, completed("done"), List.of()).await();
  }
}
