package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.AgentDirectory;
import dev.sluice.agent.AgentResult;
import dev.sluice.agent.AgentTask;
import dev.sluice.agent.Transcript;
import dev.sluice.event.RunEvent;
import dev.sluice.store.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ParkedRunTest {
  private static final Duration DELAY = Duration.ofSeconds(40);
  private static final RunEvent.Failed OUTAGE =
      new RunEvent.Failed("model_overloaded", "The model is overloaded.", true);

  @TempDir Path folder;
  private RunFixture fixture;

  @BeforeEach
  void open() {
    fixture = new RunFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void waitsForItsTimeAndAQuarterMoreAtMost() throws TimeoutException {
    Run run = background();
    park(run, DELAY);

    Run parked = fixture.find(run.id());
    assertThat(parked.status()).isEqualTo(RunStatus.WAITING);
    assertThat(parked.failures()).isZero();
    fixture.clock.advance(DELAY.minusMillis(1));
    assertThat(claim(run)).isInstanceOf(Claim.NotYet.class);
    fixture.clock.advance(DELAY.dividedBy(4).plusMillis(1));
    assertThat(claim(run)).isInstanceOf(Claim.Held.class);
  }

  @Test
  void answersOnceTheModelIsBackHoweverOftenItWasParked() throws TimeoutException {
    Run run = background();
    int often = RunConfig.defaults().maxFailures() + 2;
    for (int i = 0; i < often; i++) {
      park(run, DELAY);
      fixture.clock.advance(DELAY.multipliedBy(2));
    }

    fixture.work(fixture.room(), run.id());

    Run ended = fixture.find(run.id());
    assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(ended.epoch()).isEqualTo(often + 1);
    assertThat(fixture.events(run.id()))
        .filteredOn(event -> event.event() instanceof RunEvent.Started)
        .extracting(event -> event.id().epoch())
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void hasAsMuchTimeToWorkAsIfItHadNotWaited() throws TimeoutException {
    Run run = background();
    var deadlines = new ArrayList<Instant>();
    Function<AgentTask, AgentResult> parked = parked(DELAY);
    Function<AgentTask, AgentResult> noted =
        task -> {
          deadlines.add(task.deadline());
          return parked.apply(task);
        };
    fixture.work(fixture.room(), run.id(), noted);
    fixture.clock.advance(Duration.ofHours(5));
    fixture.work(fixture.room(), run.id(), noted);

    assertThat(Duration.between(deadlines.get(0), deadlines.get(1))).isEqualTo(Duration.ofHours(5));
  }

  @Test
  void failsWithWhatParkedItAfterItHasWaitedEnough() throws TimeoutException {
    Run run = background();
    park(run, DELAY);
    fixture.clock.advance(RunConfig.defaults().backgroundWait());
    park(run, DELAY);

    Run ended = fixture.find(run.id());
    assertThat(ended.status()).isEqualTo(RunStatus.FAILED);
    assertThat(ended.outcome().orElseThrow().error())
        .contains(new RunOutcome.RunFailure(OUTAGE.type(), OUTAGE.message(), true));
    assertThat(fixture.events(run.id()).getLast().event()).isInstanceOf(RunEvent.Done.class);
  }

  @Test
  void comesBackInLineByItselfWhenItIsDue() throws TimeoutException {
    Run run = background();
    var taken = fixture.store.queue().take(1, 1);

    park(run, Duration.ofSeconds(1));

    assertThat(taken.await(20, TimeUnit.SECONDS)).containsExactly(run.id());
  }

  @Test
  void isFoundByRecoveryWhenTheProcessThatParkedItIsGone() throws TimeoutException {
    Run run = background();
    park(run, DELAY);
    fixture.close();
    fixture = new RunFixture(folder);
    var recovery = new RunRecovery(fixture.room(), Duration.ofMinutes(1));

    fixture.clock.advance(DELAY.minusMillis(1));
    fixture.on(recovery::start);
    recovery.stop();
    var taken = fixture.store.queue().take(1, 1);
    assertThat(taken.isComplete()).isFalse();

    fixture.clock.advance(DELAY);
    fixture.on(recovery::start);
    recovery.stop();
    assertThat(taken.await(20, TimeUnit.SECONDS)).containsExactly(run.id());
  }

  @Test
  void endsAtOnceWhenItIsCancelled() throws TimeoutException {
    Run run = background();
    park(run, Duration.ofHours(1));

    Run cancelled = fixture.on(() -> service().cancel(run.id(), Samples.ANNA, "enough"));

    assertThat(cancelled.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(fixture.events(run.id()).getLast().event()).isInstanceOf(RunEvent.Done.class);
  }

  @Test
  void endsAtOnceWhenALaterMessageTakesItsPlace() throws TimeoutException {
    Run run = background();
    park(run, Duration.ofHours(1));
    var next = fixture.store.queue().take(1, 1);

    var submitted =
        fixture.on(
            () ->
                service().submit(Submissions.into(run.conversation(), NewRun.WhenBusy.INTERRUPT)));

    // Offered once on acceptance and again when what it waited for has ended.
    assertThat(next.await(20, TimeUnit.SECONDS)).containsExactly(submitted.run().id());
    assertThat(fixture.store.queue().take(1, 1).await(20, TimeUnit.SECONDS))
        .containsExactly(submitted.run().id());
    assertThat(fixture.find(run.id()).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(claim(submitted.run())).isInstanceOf(Claim.Held.class);
  }

  private Run background() {
    NewRun wanted = Samples.newRun(Samples.ANNA, fixture.clock.instant());
    var snapshot = fixture.displaying("AUTO");
    return fixture.accept(
        Samples.of(Samples.withSnapshot(wanted, snapshot), RunClass.BACKGROUND, 1000));
  }

  private void park(Run run, Duration delay) throws TimeoutException {
    fixture.work(fixture.room(), run.id(), parked(delay));
  }

  private static Function<AgentTask, AgentResult> parked(Duration delay) {
    return task ->
        new AgentResult.Parked(Transcript.of(task.input(), task.journal()), delay, OUTAGE);
  }

  private Claim claim(Run run) {
    return fixture.store.runs().claim(run.id(), "other", Samples.LEASE).await();
  }

  private RunService service() {
    var agents =
        new AgentDirectory(
            Map.of("helper", fixture.displaying("AUTO")), Map.of(), "helper", Set.of());
    return new RunService(
        fixture.room(), agents, Admission.OPEN, () -> new Runs.Load(0, 1, 0, false));
  }
}
