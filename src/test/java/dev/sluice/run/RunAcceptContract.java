package dev.sluice.run;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.BERT;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.keyed;
import static dev.sluice.store.Samples.newRun;
import static dev.sluice.store.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.conversation.Conversation;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.NewRun.WhenBusy;
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

/** What every run store does with a new run: accepts it once, or says why not. */
@Timeout(60)
public abstract class RunAcceptContract {
  /** The stores under test, empty at first. */
  protected abstract StoresUnderTest stores();

  @Test
  void acceptsARunIntoANewConversation() {
    NewRun wanted = newRun(ANNA, now());
    Run run = accept(wanted);
    assertThat(run)
        .isEqualTo(
            new Run(
                wanted.id(),
                wanted.newConversation(),
                ANNA,
                "helper",
                "http",
                RunClass.INTERACTIVE,
                Optional.empty(),
                wanted.input(),
                false,
                RunStatus.QUEUED,
                0,
                0,
                Optional.empty(),
                now(),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty()));
    assertThat(runs().find(run.id()).await()).contains(run);
    assertThat(stores().conversations().find(run.conversation(), ANNA).await())
        .contains(
            new Conversation(
                wanted.newConversation(), ANNA, "hello", wanted.snapshot(), now(), now()));
  }

  @Test
  void givesTheSameRunForTheSameKeyAndDigest() {
    NewRun wanted = keyed(newRun(ANNA, now()), "key", "digest");
    Run first = accept(wanted);
    assertThat(runs().accept(keyed(wanted, "key", "digest")).await())
        .isEqualTo(new Acceptance.Replayed(first));
    assertThat(runs().list(ANNA, 10).await()).containsExactly(first);
    assertThat(stores().conversations().list(ANNA, 10, 0).await()).hasSize(1);
  }

  @Test
  void givesTheSameRunForTheSameId() {
    NewRun wanted = newRun(ANNA, now());
    Run first = accept(wanted);
    assertThat(runs().accept(wanted).await()).isEqualTo(new Acceptance.Replayed(first));
  }

  @Test
  void refusesAKeyUsedForAnotherRequest() {
    NewRun wanted = newRun(ANNA, now());
    accept(keyed(wanted, "key", "digest"));
    assertThat(runs().accept(keyed(wanted, "key", "other")).await())
        .isEqualTo(new Acceptance.KeyReused());
  }

  @Test
  void tellsWhatAKeyStandsForWithoutAcceptingAnything() {
    var key = new NewRun.Idempotency("key", "digest");
    assertThat(runs().acceptedEarlier(ANNA, key).await()).isEmpty();
    Run first = accept(keyed(newRun(ANNA, now()), "key", "digest"));

    assertThat(runs().acceptedEarlier(ANNA, key).await()).contains(new Acceptance.Replayed(first));
    assertThat(runs().acceptedEarlier(ANNA, new NewRun.Idempotency("key", "other")).await())
        .contains(new Acceptance.KeyReused());
    assertThat(runs().acceptedEarlier(BERT, key).await()).isEmpty();
    assertThat(runs().list(BERT, 10).await()).isEmpty();
  }

  @Test
  void keepsTheKeysOfUsersApart() {
    accept(keyed(newRun(ANNA, now()), "key", "digest"));
    assertThat(runs().accept(keyed(newRun(BERT, now()), "key", "other")).await())
        .isInstanceOf(Accepted.class);
  }

  @Test
  void acceptsOneOfManyWithTheSameKey() {
    NewRun wanted = newRun(ANNA, now());
    List<Future<Acceptance>> answers =
        Stream.generate(() -> runs().accept(keyed(wanted, "key", "digest"))).limit(16).toList();
    List<Acceptance> acceptances = answers.stream().map(future -> future.await()).toList();
    assertThat(acceptances).filteredOn(a -> a instanceof Accepted).hasSize(1);
    assertThat(acceptances).filteredOn(a -> a instanceof Acceptance.Replayed).hasSize(15);
    assertThat(runs().list(ANNA, 100).await()).hasSize(1);
  }

  @Test
  void doesNotFindAForeignOrUnknownConversation() {
    Run anna = accept(newRun(ANNA, now()));
    NewRun bert = newRun(BERT, now());
    assertThat(runs().accept(next(bert, anna.conversation(), WhenBusy.WAIT)).await())
        .isEqualTo(new Acceptance.NoConversation(anna.conversation()));
    var unknown = ConversationId.random();
    assertThat(runs().accept(next(bert, unknown, WhenBusy.WAIT)).await())
        .isEqualTo(new Acceptance.NoConversation(unknown));
    assertThat(runs().list(BERT, 10).await()).isEmpty();
  }

  @Test
  void keepsTheConversationsFirstAgent() {
    NewRun first = newRun(ANNA, now());
    Run run = accept(first);
    finish(run.id());
    NewRun second =
        Samples.withSnapshot(
            next(first, run.conversation(), WhenBusy.WAIT), Samples.snapshot("other"));
    Run later = accept(second);
    assertThat(later.agent()).isEqualTo("helper");
    assertThat(held(later.id()).snapshot()).isEqualTo(first.snapshot());
  }

  @Test
  void interruptsWhatIsUnfinished() {
    NewRun first = newRun(ANNA, now());
    Run one = accept(first);
    held(one.id());
    Run two = accept(next(first, one.conversation(), WhenBusy.WAIT));
    var accepted =
        (Accepted) runs().accept(next(first, one.conversation(), WhenBusy.INTERRUPT)).await();
    assertThat(accepted.interrupted()).containsExactly(one.id(), two.id());
    assertThat(runs().renew(one.id(), 1, LEASE).await()).isPresent();
    assertThat(find(two.id()).cancelRequested()).isPresent();
    assertThat(accepted.run().cancelRequested()).isEmpty();
  }

  @Test
  void refusesWhenTheCallerDoesNotWant() {
    NewRun first = newRun(ANNA, now());
    Run one = accept(first);
    NewRun second = next(first, one.conversation(), WhenBusy.REFUSE);
    assertThat(runs().accept(second).await()).isEqualTo(new Acceptance.Busy(one.id()));
    finish(one.id());
    assertThat(runs().accept(second).await()).isInstanceOf(Accepted.class);
  }

  @Test
  void refusesWhenTooManyOfTheClassWait() {
    NewRun keyed = keyed(Samples.of(newRun(ANNA, now()), RunClass.BACKGROUND, 2), "key", "d");
    Run first = accept(keyed);
    accept(Samples.of(newRun(ANNA, now()), RunClass.BACKGROUND, 2));
    assertThat(runs().queued(RunClass.BACKGROUND).await()).isEqualTo(2);
    NewRun third = Samples.of(newRun(BERT, now()), RunClass.BACKGROUND, 2);
    assertThat(runs().accept(third).await()).isEqualTo(new Acceptance.QueueFull(2));
    assertThat(stores().conversations().list(BERT, 10, 0).await()).isEmpty();
    assertThat(runs().accept(Samples.of(third, RunClass.INTERACTIVE, 2)).await())
        .isInstanceOf(Accepted.class);
    assertThat(runs().accept(keyed(keyed, "key", "d")).await())
        .isEqualTo(new Acceptance.Replayed(first));
    held(first.id());
    assertThat(runs().queued(RunClass.BACKGROUND).await()).isEqualTo(1);
  }

  @Test
  void listsTheUsersRunsLatestFirst() {
    Run one = accept(newRun(ANNA, now()));
    Run two = accept(newRun(ANNA, now()));
    accept(newRun(BERT, now()));
    assertThat(runs().list(ANNA, 10).await()).containsExactly(two, one);
    assertThat(runs().list(ANNA, 1).await()).containsExactly(two);
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
