package dev.sluice.store.postgres;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.keyed;
import static dev.sluice.store.Samples.newRun;
import static dev.sluice.store.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.Claim;
import dev.sluice.run.NewRun;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.Run;
import dev.sluice.run.RunStatus;
import dev.sluice.run.RunStore;
import dev.sluice.run.RunStore.Release;
import dev.sluice.store.Samples;
import dev.sluice.testing.CuttableProxy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cuts the connection when the server has committed and before its answer is heard: what is done
 * must not be done twice, and must be known to be done.
 */
@Timeout(60)
class LostAnswerTest {
  private static final String COMMIT = "COMMIT";

  @RegisterExtension final OpenPostgres direct = new OpenPostgres();
  private CuttableProxy proxy;
  private PostgresStore store;

  @BeforeEach
  void open() {
    proxy = CuttableProxy.before(direct.vertx(), direct.url().host(), direct.url().port());
    store = direct.another(through(direct.url(), proxy), Configs.patient(2));
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  static PostgresUrl through(PostgresUrl url, CuttableProxy proxy) {
    return new PostgresUrl(
        "127.0.0.1",
        proxy.port(),
        url.database(),
        url.user(),
        url.password(),
        url.sslMode(),
        url.rootCertificate(),
        url.applicationName(),
        url.schema());
  }

  @Test
  void acceptsARunOnceIntoANewConversation() {
    NewRun wanted = keyed(newRun(ANNA, now()), "the-key", "the-digest-to-cut-at");
    proxy.loseAnswerTo("the-digest-to-cut-at");
    assertThat(runs().accept(wanted).await()).isInstanceOf(Accepted.class);
    assertThat(proxy.cuts()).isEqualTo(1);
    assertThat(direct.runs().list(ANNA, 10).await()).hasSize(1);
    assertThat(direct.conversations().list(ANNA, 10, 0).await()).hasSize(1);
  }

  @Test
  void acceptsARunThatNeverReachedTheServer() {
    NewRun wanted = keyed(newRun(ANNA, now()), "the-key", "the-digest-to-cut-at");
    proxy.loseRequest("the-digest-to-cut-at");
    assertThat(runs().accept(wanted).await()).isInstanceOf(Accepted.class);
    assertThat(proxy.cuts()).isEqualTo(1);
    assertThat(direct.runs().list(ANNA, 10).await()).hasSize(1);
  }

  @Test
  void acceptsARunOnceIntoAnExistingConversationAndStillNamesWhatItInterrupted() {
    NewRun first = newRun(ANNA, now());
    Run one = accept(first);
    proxy.loseAnswerTo(COMMIT);
    var accepted =
        (Accepted) runs().accept(next(first, one.conversation(), WhenBusy.INTERRUPT)).await();
    assertThat(proxy.cuts()).isEqualTo(1);
    assertThat(accepted.interrupted()).containsExactly(one.id());
    assertThat(direct.runs().list(ANNA, 10).await()).hasSize(2);
  }

  @Test
  void takesARunOnceAndKnowsIt() {
    Run run = accept(newRun(ANNA, now()));
    proxy.loseAnswerTo(run.id().value());
    Claim claim = runs().claim(run.id(), "worker", LEASE).await();
    assertThat(proxy.cuts()).isEqualTo(1);
    assertThat(claim)
        .isInstanceOfSatisfying(
            Claim.Held.class, held -> assertThat(held.run().epoch()).isEqualTo(1));
    assertThat(runs().renew(run.id(), 1, LEASE).await()).isEmpty();
  }

  @Test
  void doesNotTakeARunThatAnotherOneHolds() {
    Run run = accept(newRun(ANNA, now()));
    direct.runs().claim(run.id(), "other", LEASE).await();
    proxy.loseAnswerTo(run.id().value());
    assertThat(runs().claim(run.id(), "worker", LEASE).await()).isEqualTo(new Claim.Gone());
    assertThat(proxy.cuts()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void addsToTheJournalOnce(boolean delivered) {
    Run run = held();
    var entry = new Journal.ToolCallStarted(1, new ToolUseId("toolu_cut"), "calculator");
    if (delivered) {
      proxy.loseAnswerTo("toolu_cut");
    } else {
      proxy.loseRequest("toolu_cut");
    }
    runs().journal(run.id(), 1, entry).await();
    assertThat(proxy.cuts()).isEqualTo(1);
    runs().journal(run.id(), 1, entry).await();
    assertThat(direct.runs().journal(run.id()).await()).containsExactly(entry, entry);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsARunOnceAndNamesTheNextOne(boolean delivered) {
    NewRun first = newRun(ANNA, now());
    Run one = accept(first);
    Run two = accept(next(first, one.conversation(), WhenBusy.WAIT));
    runs().claim(one.id(), "worker", LEASE).await();
    if (delivered) {
      proxy.loseAnswerTo(COMMIT);
    } else {
      proxy.loseRequest(COMMIT);
    }
    assertThat(runs().finish(one.id(), 1, completed("x"), List.of(first.input())).await())
        .contains(two.id());
    assertThat(proxy.cuts()).isEqualTo(1);
    assertThat(direct.conversations().messages(one.conversation(), ANNA).await()).hasSize(1);
  }

  @Test
  void endsARunAgainForOneWhoDidNotHear() {
    Run run = held();
    var said = List.of(Samples.message("hello"));
    runs().finish(run.id(), 1, completed("x"), said).await();
    assertThat(runs().finish(run.id(), 1, completed("x"), said).await()).isEmpty();
    assertThat(direct.conversations().messages(run.conversation(), ANNA).await()).hasSize(1);
  }

  @Test
  void givesARunBackOnce() {
    Run run = held();
    proxy.loseAnswerTo(run.id().value());
    runs().release(run.id(), 1, Release.FAILED, now()).await();
    assertThat(proxy.cuts()).isEqualTo(1);
    Run released = direct.runs().find(run.id()).await().orElseThrow();
    assertThat(released.status()).isEqualTo(RunStatus.QUEUED);
    assertThat(released.failures()).isEqualTo(1);
  }

  @Test
  void takesAnOpenLogOnceAndKnowsIt() {
    Run run = held();
    runs().finish(run.id(), 1, completed("x"), List.of()).await();
    direct.clock().advance(LEASE);
    proxy.loseAnswerTo(run.id().value());
    assertThat(runs().claimLog(run.id(), LEASE).await())
        .hasValueSatisfying(claimed -> assertThat(claimed.epoch()).isEqualTo(2));
    assertThat(proxy.cuts()).isEqualTo(1);
    runs().closeLog(run.id(), 2).await();
  }

  @Test
  void closesALogOnce() {
    Run run = held();
    runs().finish(run.id(), 1, completed("x"), List.of()).await();
    proxy.loseAnswerTo(run.id().value());
    runs().closeLog(run.id(), 1).await();
    assertThat(proxy.cuts()).isEqualTo(1);
    direct.clock().advance(LEASE);
    assertThat(direct.runs().pending(10).await()).isEmpty();
  }

  @Test
  void saysThatItDeletedAConversation() {
    Run run = held();
    runs().finish(run.id(), 1, completed("x"), List.of()).await();
    proxy.loseAnswerTo(COMMIT);
    assertThat(store.conversations().delete(run.conversation(), ANNA).await()).isTrue();
    assertThat(proxy.cuts()).isEqualTo(1);
    assertThat(direct.conversations().list(ANNA, 10, 0).await()).isEmpty();
  }

  @Test
  void keepsANoteOnce() {
    var conversation = ConversationId.random();
    proxy.loseAnswerTo("a-note-to-cut-at");
    store.notes().save(conversation, "h", "a-note-to-cut-at", now()).await();
    assertThat(proxy.cuts()).isEqualTo(1);
    assertThat(direct.notes().list(conversation).await()).hasSize(1);
  }

  private Run held() {
    RunId run = accept(newRun(ANNA, now())).id();
    return ((Claim.Held) runs().claim(run, "worker", LEASE).await()).run();
  }

  private RunStore runs() {
    return store.runs();
  }

  private Run accept(NewRun wanted) {
    return ((Accepted) runs().accept(wanted).await()).run();
  }

  private Instant now() {
    return direct.clock().instant();
  }
}
