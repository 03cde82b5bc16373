package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every queue of runs does. */
@Timeout(60)
public abstract class RunQueueContract {

  /** The queue under test, empty at first. */
  protected abstract RunQueue queue();

  @Test
  void givesRunsInTheOrderOfOffers() {
    var runs = Stream.generate(RunId::random).limit(5).toList();
    runs.forEach(run -> queue().offer(run, RunClass.INTERACTIVE).await());
    assertThat(queue().take(3, 3).await()).isEqualTo(runs.subList(0, 3));
    assertThat(queue().take(3, 3).await()).isEqualTo(runs.subList(3, 5));
  }

  @Test
  void givesInteractiveRunsFirst() {
    RunId background = RunId.random();
    RunId interactive = RunId.random();
    queue().offer(background, RunClass.BACKGROUND).await();
    queue().offer(interactive, RunClass.INTERACTIVE).await();
    assertThat(queue().take(1, 1).await()).containsExactly(interactive);
    assertThat(queue().take(1, 1).await()).containsExactly(background);
  }

  @Test
  void completesAWaitingTakeWithTheFirstOffer() {
    Future<List<RunId>> waiting = queue().take(10, 10);
    RunId run = RunId.random();
    queue().offer(run, RunClass.BACKGROUND).await();
    assertThat(waiting.await()).containsExactly(run);
  }

  @Test
  void givesNoMoreBackgroundRunsThanAskedFor() {
    var background = Stream.generate(RunId::random).limit(3).toList();
    background.forEach(run -> queue().offer(run, RunClass.BACKGROUND).await());
    RunId interactive = RunId.random();
    queue().offer(interactive, RunClass.INTERACTIVE).await();

    assertThat(queue().take(10, 2).await())
        .containsExactly(interactive, background.get(0), background.get(1));
    assertThat(queue().take(10, 10).await()).containsExactly(background.get(2));
  }

  @Test
  void keepsNobodyFromBackgroundRunsWhileATakeWaitsForInteractiveOnes() {
    RunId background = RunId.random();
    queue().offer(background, RunClass.BACKGROUND).await();
    Future<List<RunId>> picky = queue().take(10, 0);

    assertThat(queue().take(1, 1).await()).containsExactly(background);
    RunId interactive = RunId.random();
    queue().offer(interactive, RunClass.INTERACTIVE).await();
    assertThat(picky.await()).containsExactly(interactive);
  }

  @Test
  void refusesATakeOfNothing() {
    assertThatThrownBy(() -> queue().take(0, 0).await())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue().take(1, -1).await())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsARunInLineOnce() {
    RunId twice = RunId.random();
    RunId once = RunId.random();
    queue().offer(twice, RunClass.INTERACTIVE).await();
    queue().offer(twice, RunClass.INTERACTIVE).await();
    queue().offer(once, RunClass.INTERACTIVE).await();
    assertThat(queue().take(10, 10).await()).containsExactly(twice, once);
  }

  @Test
  void givesEachRunToOneTaker() {
    List<Future<List<RunId>>> takes = Stream.generate(() -> queue().take(1, 1)).limit(8).toList();
    var runs = Stream.generate(RunId::random).limit(8).toList();
    runs.forEach(run -> queue().offer(run, RunClass.INTERACTIVE).await());
    var taken = new HashSet<RunId>();
    takes.forEach(take -> taken.addAll(take.await()));
    assertThat(taken).containsExactlyInAnyOrderElementsOf(runs);
  }

  @Test
  void takesAnAcknowledgedRunOutForGood() {
    RunId run = RunId.random();
    queue().offer(run, RunClass.INTERACTIVE).await();
    queue().take(1, 1).await();
    queue().ack(run).await();
    RunId later = RunId.random();
    queue().offer(later, RunClass.INTERACTIVE).await();
    assertThat(queue().take(10, 10).await()).containsExactly(later);
  }

  @Test
  void endsWaitingTakesWithAnEmptyListWhenClosed() {
    Future<List<RunId>> waiting = queue().take(1, 1);
    queue().close().await();
    assertThat(waiting.await()).isEmpty();
    assertThat(queue().take(1, 1).await()).isEmpty();
  }
}
