package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.RunId;
import dev.sluice.run.RunSignals.Registration;
import dev.sluice.store.ManualClock;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What all signals between readers and workers do. */
@Timeout(60)
public abstract class RunSignalsContract {

  /** Of the process that readers are connected to. */
  protected abstract RunSignals readers();

  /** Of the process that works on the run; may be the same. */
  protected abstract RunSignals worker();

  protected abstract ManualClock clock();

  protected abstract Vertx vertx();

  /** Done when each side knows what the other said until now. */
  protected abstract void settle();

  @Test
  void tellsTheWorkerOfACancelOnItsContext() {
    RunId run = RunId.random();
    Context context = vertx().getOrCreateContext();
    Promise<String> told = Promise.promise();
    Promise<Context> where = Promise.promise();
    Promise<Registration> registered = Promise.promise();
    context.runOnContext(
        _ ->
            registered.complete(
                worker()
                    .onCancel(
                        run,
                        reason -> {
                          where.complete(Vertx.currentContext());
                          told.complete(reason);
                        })));
    try (Registration _ = registered.future().await()) {
      settle();
      readers().cancel(run, "the user\nhas changed their mind");
      assertThat(told.future().await()).isEqualTo("the user\nhas changed their mind");
      assertThat(where.future().await()).isSameAs(context);
    }
  }

  @Test
  void tellsNothingOfOtherRunsOrAfterClosing() {
    RunId run = RunId.random();
    RunId other = RunId.random();
    var told = new CopyOnWriteArrayList<String>();
    Promise<String> last = Promise.promise();
    Registration closed = worker().onCancel(run, told::add);
    worker().onCancel(other, told::add);
    closed.close();
    closed.close();
    try (Registration _ = worker().onCancel(run, last::complete)) {
      settle();
      readers().cancel(run, "enough");
      assertThat(last.future().await()).isEqualTo("enough");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void tellsEveryListenerOfARun() {
    RunId run = RunId.random();
    Promise<String> one = Promise.promise();
    Promise<String> two = Promise.promise();
    try (Registration _ = worker().onCancel(run, one::complete);
        Registration _ = worker().onCancel(run, two::complete)) {
      settle();
      readers().cancel(run, "enough");
      assertThat(one.future().await()).isEqualTo("enough");
      assertThat(two.future().await()).isEqualTo("enough");
    }
  }

  @Test
  void countsFromTheFirstQuestionWhenNobodyEverRead() {
    RunId run = RunId.random();
    assertThat(worker().unattended(run)).isZero();
    clock().advance(Duration.ofSeconds(7));
    settle();
    assertThat(worker().unattended(run)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void countsFromTheLastSignOfAReader() {
    RunId run = RunId.random();
    worker().unattended(run);
    clock().advance(Duration.ofSeconds(3));
    readers().present(run);
    settle();
    assertThat(worker().unattended(run)).isZero();
    clock().advance(Duration.ofSeconds(4));
    settle();
    assertThat(worker().unattended(run)).isEqualTo(Duration.ofSeconds(4));
    readers().present(run);
    settle();
    assertThat(worker().unattended(run)).isZero();
  }

  @Test
  void knowsOfAReaderFromBeforeTheFirstQuestion() {
    RunId run = RunId.random();
    readers().present(run);
    settle();
    clock().advance(Duration.ofSeconds(2));
    worker().unattended(run);
    settle();
    assertThat(worker().unattended(run)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void keepsTheReadersOfRunsApart() {
    RunId read = RunId.random();
    RunId unread = RunId.random();
    worker().unattended(read);
    worker().unattended(unread);
    clock().advance(Duration.ofSeconds(6));
    readers().present(read);
    settle();
    assertThat(worker().unattended(read)).isZero();
    assertThat(worker().unattended(unread)).isEqualTo(Duration.ofSeconds(6));
  }
}
