package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.store.Samples;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HeldRunTest {
  private static final String UNKNOWN_DISPLAY = "of a later version";

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
  void givesBackARunThatCannotBegin() throws TimeoutException {
    Run run = fixture.accept(UNKNOWN_DISPLAY);

    fixture.work(fixture.room(), run.id());

    Run given = fixture.find(run.id());
    assertThat(given.status()).isEqualTo(RunStatus.WAITING);
    assertThat(given.failures()).isEqualTo(1);
  }

  @Test
  void givesUpARunThatCouldNotBeginThreeTimes() throws TimeoutException {
    Run run = fixture.accept(UNKNOWN_DISPLAY);

    for (int attempt = 0; attempt < 4; attempt++) {
      fixture.work(fixture.room(), run.id());
      fixture.clock.advance(Duration.ofMinutes(1));
    }

    Run ended = fixture.find(run.id());
    assertThat(ended.status()).isEqualTo(RunStatus.FAILED);
    assertThat(ended.outcome().orElseThrow().error().orElseThrow().type()).isEqualTo("gave_up");
    assertThat(fixture.events(run.id()).getLast().event()).isInstanceOf(RunEvent.Done.class);
  }

  @Test
  void voidsWhatTheLastHolderStillWroteBeforeTheBarrier() throws TimeoutException {
    Run run = fixture.accept("AUTO");
    fixture.claim(run.id());
    var events = Samples.events(run.id(), 1, 1, 1, run.createdAt());
    fixture.store.log().append(run.id(), events).await();
    fixture.clock.advance(Samples.LEASE.plusSeconds(1));
    var stale = Samples.event(run.id(), new EventId(1, 2), run.createdAt(), text("stale"));

    fixture.work(
        fixture.room(fixture.store.runs(), new LateLog(fixture.store.log(), stale)), run.id());

    assertThat(fixture.find(run.id()).status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(RunFixture.shown(fixture.events(run.id()))).isEqualTo(FakeAnswers.ANSWER);
  }

  @Test
  void paysForNothingWhenTheTimeIsOverBeforeTheLoopBegins() throws TimeoutException {
    Run run = fixture.accept("AUTO");
    fixture.claim(run.id());
    Duration timeout = RunConfig.defaults().interactiveTimeout();
    fixture.store.runs().renew(run.id(), 1, timeout).await();
    fixture.clock.advance(timeout);

    fixture.work(fixture.room(), run.id());

    Run ended = fixture.find(run.id());
    assertThat(ended.outcome().orElseThrow().error().orElseThrow().type()).isEqualTo("run_timeout");
    assertThat(fixture.model.calls).hasValue(0);
  }

  @Test
  void letsTheClockStandWhileNobodyHoldsTheRun() throws TimeoutException {
    Run run = fixture.accept("AUTO");
    fixture.claim(run.id());
    fixture.clock.advance(RunConfig.defaults().interactiveTimeout().multipliedBy(3));

    fixture.work(fixture.room(), run.id());

    assertThat(fixture.find(run.id()).status()).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void keepsNothingOfARunCancelledOutOfTurnWhoeverEndsIt() throws TimeoutException {
    Run first = fixture.accept("AUTO");
    fixture.claim(first.id());
    NewRun like = Samples.newRun(Samples.ANNA, fixture.clock.instant());
    Run second = fixture.accept(Samples.next(like, first.conversation(), WhenBusy.WAIT));
    fixture.store.runs().requestCancel(second.id(), "never mind").await();
    fixture.claim(second.id());
    fixture.clock.advance(Samples.LEASE.plusSeconds(1));

    fixture.work(fixture.room(), second.id());

    assertThat(fixture.find(second.id()).status()).isEqualTo(RunStatus.CANCELLED);
    var conversations = fixture.store.conversations();
    assertThat(conversations.messages(first.conversation(), Samples.ANNA).await()).isEmpty();
  }

  @Test
  void asksNoModelThatHasNoPrice() throws TimeoutException {
    Run run = fixture.acceptFor("model-of-last-year");

    fixture.work(fixture.room(), run.id());

    Run ended = fixture.find(run.id());
    assertThat(ended.outcome().orElseThrow().error().orElseThrow().type())
        .isEqualTo("model_not_configured");
    assertThat(fixture.model.calls).hasValue(0);
  }

  @Test
  void saysDoneThoughTheNextRunCannotBeLookedUp() throws TimeoutException {
    Run first = fixture.accept("AUTO");
    NewRun like = Samples.newRun(Samples.ANNA, fixture.clock.instant());
    fixture.accept(Samples.next(like, first.conversation(), WhenBusy.WAIT));

    fixture.work(fixture.room(blind(fixture.store.runs()), fixture.store.log()), first.id());

    assertThat(fixture.events(first.id()).getLast().event()).isInstanceOf(RunEvent.Done.class);
  }

  @Test
  void paysForOneCallThoughTheStoreIsAwayWhenItsTurnIsToBeWritten() throws TimeoutException {
    Run run = fixture.accept("AUTO");
    var refused = new AtomicInteger();

    fixture.work(fixture.room(away(fixture.store.runs(), refused), fixture.store.log()), run.id());

    assertThat(refused).hasValue(2);
    Run ended = fixture.find(run.id());
    assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(ended.failures()).isZero();
    assertThat(fixture.model.calls).hasValue(1);
    assertThat(fixture.store.runs().journal(run.id()).await()).hasSize(1);
  }

  /** The store, but twice away when something is to be journalled. */
  private static RunStore away(RunStore store, AtomicInteger refused) {
    return (RunStore)
        Proxy.newProxyInstance(
            RunStore.class.getClassLoader(),
            new Class<?>[] {RunStore.class},
            (proxy, method, arguments) ->
                method.getName().equals("journal") && refused.get() < 2
                    ? Future.failedFuture(
                        new StoreException(
                            StoreException.Kind.UNAVAILABLE, "away " + refused.incrementAndGet()))
                    : method.invoke(store, arguments));
  }

  /** The store, but its readers are too busy to look anything up. */
  private static RunStore blind(RunStore store) {
    return (RunStore)
        Proxy.newProxyInstance(
            RunStore.class.getClassLoader(),
            new Class<?>[] {RunStore.class},
            (proxy, method, arguments) ->
                method.getName().equals("find")
                    ? Future.failedFuture(
                        new StoreException(StoreException.Kind.UNAVAILABLE, "too many reads"))
                    : method.invoke(store, arguments));
  }

  private static RunEvent text(String text) {
    return new RunEvent.TextAdded(2, text);
  }

  /** A log in which the last holder's append arrives just when the next one has read it. */
  private record LateLog(EventLog log, Envelope late) implements EventLog {
    @Override
    public Future<LogPage> read(RunId run, EventId after, int limit) {
      return log.read(run, after, limit)
          .compose(
              page ->
                  log.append(run, List.of(late)).transform(any -> Future.succeededFuture(page)));
    }

    @Override
    public Future<Void> append(RunId run, List<Envelope> batch) {
      return log.append(run, batch);
    }

    @Override
    public Future<EventId> lastId(RunId run) {
      return log.lastId(run);
    }

    @Override
    public Watch watch(RunId run, Consumer<List<Envelope>> listener) {
      return log.watch(run, listener);
    }

    @Override
    public Future<Void> delete(RunId run) {
      return log.delete(run);
    }
  }
}
