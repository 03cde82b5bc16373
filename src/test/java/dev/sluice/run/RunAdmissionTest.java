package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.AgentDirectory;
import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.run.NewRun.Idempotency;
import dev.sluice.store.Samples;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunAdmissionTest {
  private static final Duration LATER = Duration.ofSeconds(17);
  private static final Admission FULL =
      (model, runClass, user) -> Future.succeededFuture(Optional.of(LATER));
  private static final Optional<Idempotency> KEY = Optional.of(new Idempotency("key", "digest"));
  private static final Submission NEW =
      Submissions.of(RunClass.INTERACTIVE, Optional.empty(), Optional.empty());
  private static final Submission KEYED =
      Submissions.of(RunClass.INTERACTIVE, Optional.empty(), KEY);

  @TempDir Path folder;
  private RunFixture fixture;
  private boolean draining;

  @BeforeEach
  void open() {
    fixture = new RunFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void refusesARunThatWouldWaitTooLongAndSaysWhenToComeAgain() {
    assertThatThrownBy(() -> submit(FULL, NEW))
        .isInstanceOfSatisfying(
            RunException.Overloaded.class, e -> assertThat(e.retryAfter()).isEqualTo(LATER));
    assertThat(fixture.store.runs().list(Samples.ANNA, 10).await()).isEmpty();
  }

  @Test
  void asksForTheModelThatWillBeCalledTheClassAndTheUser() throws TimeoutException {
    var asked = new ArrayList<String>();
    Admission noting =
        (model, runClass, user) -> {
          asked.add(model + " " + runClass.wire() + " " + user);
          return Future.succeededFuture(Optional.empty());
        };
    submit(noting, NEW);
    submit(noting, Submissions.of(RunClass.BACKGROUND, Optional.empty(), Optional.empty()));

    assertThat(asked)
        .isEqualTo(
            List.of("model-1 interactive " + Samples.ANNA, "model-1 background " + Samples.ANNA));
  }

  @Test
  void admitsWhenNobodyKnows() throws TimeoutException {
    Admission silent =
        (model, runClass, user) -> Future.failedFuture(new IllegalStateException("gone"));

    assertThat(submit(silent, NEW).replayed()).isFalse();
  }

  @Test
  void givesAnAcceptedRunAgainHoweverBusyTheModelIs() throws TimeoutException {
    Run first = submit(Admission.OPEN, KEYED).run();

    var again = submit(FULL, KEYED);

    assertThat(again.replayed()).isTrue();
    assertThat(again.run().id()).isEqualTo(first.id());
    assertThatThrownBy(() -> submit(FULL, NEW)).isInstanceOf(RunException.Overloaded.class);
  }

  @Test
  void givesAnAcceptedRunAgainThoughItsAgentWasRemoved() throws TimeoutException {
    var named = Submissions.of(RunClass.INTERACTIVE, Optional.of("helper"), KEY);
    Run first = submit(Admission.OPEN, named).run();
    var others = Map.of("other", fixture.displaying("AUTO"));

    var again = submit(service(Admission.OPEN, others), named);

    assertThat(again.run().id()).isEqualTo(first.id());
    var unknown = Submissions.of(RunClass.INTERACTIVE, Optional.of("helper"), Optional.empty());
    assertThatThrownBy(() -> submit(service(Admission.OPEN, others), unknown))
        .isInstanceOf(RunException.Invalid.class);
  }

  @Test
  void givesAnAcceptedRunAgainWhileTheProcessDrains() throws TimeoutException {
    Run first = submit(Admission.OPEN, KEYED).run();
    draining = true;

    assertThat(submit(Admission.OPEN, KEYED).run().id()).isEqualTo(first.id());
    assertThatThrownBy(() -> submit(Admission.OPEN, NEW))
        .isInstanceOf(RunException.Overloaded.class);
  }

  @Test
  void tellsOfAMisusedKeyHoweverBusyTheModelIs() throws TimeoutException {
    submit(Admission.OPEN, KEYED);
    var other =
        Submissions.of(
            RunClass.INTERACTIVE, Optional.empty(), Optional.of(new Idempotency("key", "other")));

    assertThatThrownBy(() -> submit(FULL, other)).isInstanceOf(RunException.KeyReused.class);
  }

  private Runs.Submitted submit(Admission admission, Submission submission)
      throws TimeoutException {
    return submit(service(admission, Map.of("helper", fixture.displaying("AUTO"))), submission);
  }

  private Runs.Submitted submit(RunService service, Submission submission) throws TimeoutException {
    return fixture.on(() -> service.submit(submission));
  }

  private RunService service(Admission admission, Map<String, AgentSnapshot> agents) {
    String standard = agents.keySet().iterator().next();
    return new RunService(
        fixture.room(),
        new AgentDirectory(agents, Map.of(), standard, Set.of()),
        admission,
        () -> new Runs.Load(0, 1, 0, draining));
  }
}
