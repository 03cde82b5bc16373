package dev.sluice.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.RunId;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunQueue;
import dev.sluice.run.RunQueueContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MemoryRunQueueTest extends RunQueueContract {
  @RegisterExtension final OpenStore store = new OpenStore();

  @Override
  protected RunQueue queue() {
    return store.store().queue();
  }

  @Test
  void givesEveryFifthPlaceToABackgroundRun() {
    var background = List.of(RunId.random(), RunId.random());
    background.forEach(run -> queue().offer(run, RunClass.BACKGROUND).await());
    for (int i = 0; i < 20; i++) {
      queue().offer(RunId.random(), RunClass.INTERACTIVE).await();
    }
    var taken = new ArrayList<RunId>();
    for (int i = 0; i < 10; i++) {
      taken.addAll(queue().take(1, 1).await());
    }
    assertThat(taken.get(4)).isEqualTo(background.getFirst());
    assertThat(taken.get(9)).isEqualTo(background.getLast());
  }

  @Test
  void putsATakenRunInLineAgainWhenItIsOfferedAgain() {
    RunId run = RunId.random();
    queue().offer(run, RunClass.INTERACTIVE).await();
    assertThat(queue().take(1, 1).await()).containsExactly(run);
    queue().offer(run, RunClass.INTERACTIVE).await();
    queue().ack(run).await();
    assertThat(queue().take(1, 1).await()).containsExactly(run);
  }
}
