package dev.sluice.store.sqlite;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.events;
import static dev.sluice.store.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.event.EventLogContract;
import dev.sluice.id.RunId;
import dev.sluice.run.NewRun;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteEventLogTest extends EventLogContract {
  @RegisterExtension final OpenStore store = new OpenStore();

  @Override
  protected EventLog log() {
    return store.log();
  }

  @Override
  protected Vertx vertx() {
    return store.vertx();
  }

  @Test
  void remembersTheLastIdOfDroppedEvents() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 3, NOON)).await();
    log().delete(run).await();
    assertThatThrownBy(() -> log().append(run, events(run, 1, 3, 1, NOON)).await())
        .isInstanceOfSatisfying(
            FencedAppend.class, e -> assertThat(e.last()).contains(new EventId(1, 3)));
    assertThat(log().read(run, new EventId(1, 2), 10).await().trimmed()).isTrue();
    assertThat(log().read(run, new EventId(1, 3), 10).await().trimmed()).isFalse();
  }

  @Test
  void takesNothingMoreOnceTheLogIsClosed() {
    for (int kept : List.of(0, 2)) {
      NewRun wanted = newRun(ANNA, store.clock().instant());
      RunId run = wanted.id();
      store.runs().accept(wanted).await();
      store.runs().claim(run, "worker", LEASE).await();
      log().append(run, events(run, 1, 1, kept, NOON)).await();
      store.runs().finish(run, 1, completed("x"), List.of()).await();
      store.runs().closeLog(run, 1).await();
      store.runs().sweep(Instant.MIN, Instant.MAX, Instant.MIN).await();
      assertThatThrownBy(() -> log().append(run, events(run, 9, 1, 1, NOON)).await())
          .isInstanceOf(FencedAppend.class);
      assertThat(log().lastId(run).await()).isEqualTo(EventId.ZERO);
    }
  }

  @Test
  void sweepsLogsThatBelongToNoRun() {
    var stray = RunId.random();
    log().append(stray, events(stray, 1, 1, 2, NOON)).await();
    store.runs().sweep(Instant.MIN, NOON, Instant.MIN).await();
    assertThat(log().lastId(stray).await()).isEqualTo(new EventId(1, 2));
    store.runs().sweep(Instant.MIN, NOON.plusSeconds(1), Instant.MIN).await();
    assertThat(log().lastId(stray).await()).isEqualTo(EventId.ZERO);
  }
}
