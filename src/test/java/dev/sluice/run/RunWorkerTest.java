package dev.sluice.run;

import static dev.sluice.run.RunClass.BACKGROUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.AgentResult;
import dev.sluice.agent.Transcript;
import dev.sluice.event.DoneStatus;
import dev.sluice.id.RunId;
import dev.sluice.store.Samples;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunWorkerTest {
  @TempDir Path folder;
  private final BlockingQueue<RunId> working = new LinkedBlockingQueue<>();
  private final Map<RunId, Promise<AgentResult>> ends = new ConcurrentHashMap<>();
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
  void claimsNothingOnceItHasStopped() throws TimeoutException {
    var worker = new RunWorker(fixture.room(), fixture.loop(), "worker", new Places(5, 3));
    fixture.on(
        () -> {
          worker.start();
          return worker.stop();
        });
    Run run = fixture.accept("AUTO");

    fixture.on(() -> fixture.store.queue().offer(run.id(), run.runClass()));
    // What the worker was given, it has heard by now; what it wrote is committed before this is.
    fixture.on(Future::succeededFuture);
    fixture.on(() -> fixture.store.runs().requestCancel(RunId.random(), "no such run"));

    assertThat(fixture.find(run.id()).epoch()).isZero();
  }

  @Test
  void keepsPlacesForInteractiveRunsHoweverManyBackgroundRunsWait() throws TimeoutException {
    List<Run> background = accept(RunClass.BACKGROUND, 6);
    start();
    Run first = works();
    Run second = works();
    Run third = works();
    assertThat(List.of(first, second, third)).allMatch(run -> run.runClass().equals(BACKGROUND));

    List<Run> interactive = accept(RunClass.INTERACTIVE, 3);
    assertThat(List.of(works().id(), works().id()))
        .containsExactlyInAnyOrder(interactive.get(0).id(), interactive.get(1).id());

    // The places of ended runs go to whoever may have them.
    end(second);
    assertThat(works().id()).isEqualTo(interactive.get(2).id());
    end(third);
    assertThat(works().id()).isEqualTo(background.get(3).id());
  }

  @Test
  void takesABackgroundRunForOneThatEndedThoughNoInteractiveOneCame() throws TimeoutException {
    List<Run> background = accept(RunClass.BACKGROUND, 4);
    start();
    Run first = works();
    works();
    works();

    end(first);

    assertThat(works().id()).isEqualTo(background.get(3).id());
  }

  private List<Run> accept(RunClass runClass, int count) throws TimeoutException {
    var runs = new ArrayList<Run>();
    for (int i = 0; i < count; i++) {
      NewRun wanted = Samples.newRun(Samples.ANNA, fixture.clock.instant());
      NewRun plain = Samples.withSnapshot(wanted, fixture.displaying("AUTO"));
      Run run = fixture.accept(Samples.of(plain, runClass, 1000));
      fixture.on(() -> fixture.store.queue().offer(run.id(), runClass));
      runs.add(run);
    }
    return runs;
  }

  /** A worker of five places, whose runs last until they are ended. */
  private void start() throws TimeoutException {
    AgentWork held =
        (task, journal, output) -> {
          Promise<AgentResult> end = Promise.promise();
          ends.put(task.run(), end);
          working.add(task.run());
          return end.future();
        };
    var worker = new RunWorker(fixture.room(), held, "worker", new Places(5, 3));
    fixture.on(
        () -> {
          worker.start();
          return Future.succeededFuture();
        });
  }

  /** The next run that the worker has begun. */
  private Run works() {
    try {
      RunId next = working.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a run that is worked on").isNotNull();
      return fixture.find(next);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void end(Run run) throws TimeoutException {
    var said = new Transcript(run.input());
    var ended = new AgentResult.Ended(said, DoneStatus.COMPLETED, Optional.empty());
    Promise<AgentResult> end = Objects.requireNonNull(ends.get(run.id()));
    fixture.on(
        () -> {
          end.complete(ended);
          return end.future();
        });
  }
}
