package dev.sluice.store.postgres;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.events;
import static dev.sluice.store.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventId;
import dev.sluice.run.NewRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The events of what is deleted go, too, although they are in another store. */
@Timeout(60)
class ForgettingTest {
  private static final Instant NEVER = Instant.MIN;

  @RegisterExtension final OpenPostgres store = new OpenPostgres();

  @Test
  void deletesTheEventsLaterWhenTheirStoreIsAway() {
    NewRun run = endedWithEvents();
    store.fakeLog().setAway(true);
    assertThat(store.conversations().delete(run.newConversation(), ANNA).await()).isTrue();
    assertThat(store.log().lastId(run.id()).await()).isEqualTo(new EventId(1, 3));
    later();
    assertThat(store.runs().sweep(NEVER, NEVER, NEVER).await()).isZero();
    assertThat(store.sql().value("SELECT count(*) FROM forgotten")).isEqualTo(1L);

    store.fakeLog().setAway(false);
    store.runs().sweep(NEVER, NEVER, NEVER).await();

    assertThat(store.log().lastId(run.id()).await()).isEqualTo(EventId.ZERO);
    assertThat(store.sql().value("SELECT count(*) FROM forgotten")).isEqualTo(0L);
  }

  @Test
  void deletesWhatAHolderStillWroteAfterTheDeletion() {
    NewRun run = endedWithEvents();
    store.conversations().delete(run.newConversation(), ANNA).await();
    assertThat(store.log().lastId(run.id()).await()).isEqualTo(EventId.ZERO);
    store.log().append(run.id(), events(run.id(), 1, 4, 1, store.clock().instant())).await();
    store.runs().sweep(NEVER, NEVER, NEVER).await();
    assertThat(store.log().lastId(run.id()).await()).isEqualTo(new EventId(1, 4));
    later();
    store.runs().sweep(NEVER, NEVER, NEVER).await();
    assertThat(store.log().lastId(run.id()).await()).isEqualTo(EventId.ZERO);
  }

  @Test
  void sweepsRunsWhileTheStoreOfTheirEventsIsAway() {
    NewRun run = endedWithEvents();
    store.runs().closeLog(run.id(), 1).await();
    store.fakeLog().setAway(true);
    Instant after = store.clock().instant().plusSeconds(1);
    assertThat(store.runs().sweep(after, after, NEVER).await()).isEqualTo(1);
    store.fakeLog().setAway(false);
    later();
    store.runs().sweep(NEVER, NEVER, NEVER).await();
    assertThat(store.log().lastId(run.id()).await()).isEqualTo(EventId.ZERO);
  }

  private NewRun endedWithEvents() {
    NewRun run = newRun(ANNA, store.clock().instant());
    store.runs().accept(run).await();
    store.runs().claim(run.id(), "worker", LEASE).await();
    store.log().append(run.id(), events(run.id(), 1, 1, 3, store.clock().instant())).await();
    store.runs().finish(run.id(), 1, completed("x"), List.of()).await();
    return run;
  }

  private void later() {
    store.clock().advance(Duration.ofMinutes(1));
  }
}
