package dev.sluice.run;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.BERT;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.store.StoresUnderTest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every run store tells an operator. */
@Timeout(60)
public abstract class RunSummaryContract {

  /** The stores under test, empty at first. */
  protected abstract StoresUnderTest stores();

  @Test
  void listsTheRunsOfAllUsersLatestFirst() {
    assertThat(runs().recent(10).await()).isEmpty();
    RunId first = accept(ANNA);
    RunId second = accept(BERT);
    RunId third = accept(ANNA);

    assertThat(runs().recent(10).await())
        .extracting(RunSummary::id)
        .containsExactly(third, second, first);
    assertThat(runs().recent(2).await()).extracting(RunSummary::id).containsExactly(third, second);
  }

  @Test
  void tellsOfARunThatWaits() {
    RunId run = accept(ANNA);

    assertThat(runs().summary(run).await())
        .contains(
            new RunSummary(
                run,
                ANNA,
                "helper",
                "http",
                RunClass.INTERACTIVE,
                "model-1",
                RunStatus.QUEUED,
                0,
                0,
                now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void tellsHowARunEnded() {
    RunId run = accept(ANNA);
    runs().claim(run, "worker", LEASE).await();
    RunOutcome outcome = completed("the answer");
    runs().finish(run, 1, outcome, List.of()).await();

    RunSummary told = runs().summary(run).await().orElseThrow();

    assertThat(told.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(told.epoch()).isEqualTo(1);
    assertThat(told.startedAt()).contains(now());
    assertThat(told.finishedAt()).contains(now());
    assertThat(told.ending()).contains(RunSummary.Ending.of(outcome));
    assertThat(runs().recent(1).await()).containsExactly(told);
    assertThat(told.toString()).doesNotContain("the answer", "hello");
  }

  @Test
  void knowsNoSummaryOfAnUnknownRun() {
    assertThat(runs().summary(RunId.random()).await()).isEmpty();
  }

  private RunStore runs() {
    return stores().runs();
  }

  private Instant now() {
    return stores().clock().instant();
  }

  private RunId accept(UserId user) {
    return ((Accepted) runs().accept(newRun(user, now())).await()).run().id();
  }
}
