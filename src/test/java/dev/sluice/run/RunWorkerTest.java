package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunWorkerTest {
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
  void claimsNothingOnceItHasStopped() throws TimeoutException {
    var worker = new RunWorker(fixture.room(), fixture.loop(), "worker", 5);
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
}
