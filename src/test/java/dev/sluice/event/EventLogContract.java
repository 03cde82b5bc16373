package dev.sluice.event;

import static dev.sluice.store.Samples.NASTY;
import static dev.sluice.store.Samples.event;
import static dev.sluice.store.Samples.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.event.EventLog.LogPage;
import dev.sluice.event.EventLog.Watch;
import dev.sluice.id.RunId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every event log does. */
@Timeout(60)
public abstract class EventLogContract {
  protected static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");
  private static final long HUGE = 999_999_999_999_999_999L;

  /** The log under test, empty at first. */
  protected abstract EventLog log();

  /** The Vert.x that the log runs on. */
  protected abstract Vertx vertx();

  @Test
  void givesBackWhatWasAppended() {
    var run = RunId.random();
    List<Envelope> first = events(run, 1, 1, 3, NOON);
    List<Envelope> second = events(run, 1, 4, 2, NOON.plusMillis(1));
    log().append(run, first).await();
    log().append(run, second).await();
    LogPage page = log().read(run, EventId.ZERO, 100).await();
    assertThat(page.events()).isEqualTo(Stream.concat(first.stream(), second.stream()).toList());
    assertThat(page.trimmed()).isFalse();
    assertThat(log().lastId(run).await()).isEqualTo(new EventId(1, 5));
  }

  @Test
  void knowsNothingOfAnUnknownRun() {
    var run = RunId.random();
    assertThat(log().lastId(run).await()).isEqualTo(EventId.ZERO);
    assertThat(log().read(run, EventId.ZERO, 10).await()).isEqualTo(new LogPage(List.of(), false));
    log().delete(run).await();
  }

  @Test
  void keepsTheLogsOfRunsApart() {
    var one = RunId.random();
    var two = RunId.random();
    log().append(one, events(one, 1, 1, 2, NOON)).await();
    log().append(two, events(two, 1, 1, 1, NOON)).await();
    assertThat(log().lastId(one).await()).isEqualTo(new EventId(1, 2));
    assertThat(log().read(two, EventId.ZERO, 10).await().events()).hasSize(1);
  }

  @Test
  void readsOnAfterAPositionInPages() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 150, NOON)).await();
    log().append(run, events(run, 2, 1, 2, NOON)).await();
    var seen = new ArrayList<EventId>();
    EventId at = new EventId(1, 120);
    for (LogPage page = read(run, at); !page.events().isEmpty(); page = read(run, at)) {
      assertThat(page.events()).hasSizeLessThanOrEqualTo(20);
      page.events().forEach(envelope -> seen.add(envelope.id()));
      at = seen.getLast();
    }
    var expected =
        new ArrayList<>(
            LongStream.rangeClosed(121, 150).mapToObj(seq -> new EventId(1, seq)).toList());
    expected.add(new EventId(2, 1));
    expected.add(new EventId(2, 2));
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void refusesWhatIsNotNew() {
    var run = RunId.random();
    List<Envelope> batch = events(run, 1, 1, 3, NOON);
    log().append(run, batch).await();
    refused(run, batch, new EventId(1, 3));
    refused(run, events(run, 1, 3, 2, NOON), new EventId(1, 3));
    assertThat(log().read(run, EventId.ZERO, 10).await().events()).isEqualTo(batch);
  }

  @Test
  void refusesAnEarlierEpochOnceALaterHasBegun() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 3, NOON)).await();
    log().append(run, events(run, 2, 1, 1, NOON)).await();
    refused(run, events(run, 1, 4, 1, NOON), new EventId(2, 1));
  }

  @Test
  void refusesABatchWhoseIdsDoNotRise() {
    var run = RunId.random();
    Envelope one = events(run, 1, 1, 1, NOON).getFirst();
    Envelope two = events(run, 1, 2, 1, NOON).getFirst();
    assertThatThrownBy(() -> log().append(run, List.of(two, one)).await())
        .isInstanceOf(FencedAppend.class);
    assertThatThrownBy(() -> log().append(run, List.of(one, two, two)).await())
        .isInstanceOf(FencedAppend.class);
    assertThat(log().lastId(run).await()).isEqualTo(EventId.ZERO);
  }

  @Test
  void letsOneOfManyEqualAppendsThrough() {
    var run = RunId.random();
    List<Future<Void>> appends =
        Stream.generate(() -> log().append(run, events(run, 1, 1, 2, NOON))).limit(16).toList();
    long done = appends.stream().filter(append -> completes(append)).count();
    assertThat(done).isEqualTo(1);
    assertThat(log().read(run, EventId.ZERO, 10).await().events()).hasSize(2);
  }

  @Test
  void keepsHugeIdsAndNastyText() {
    var run = RunId.random();
    var id = new EventId(HUGE, HUGE);
    Envelope envelope = event(run, id, NOON, new RunEvent.TextAdded(1, NASTY));
    log().append(run, List.of(envelope)).await();
    assertThat(log().lastId(run).await()).isEqualTo(id);
    assertThat(log().read(run, new EventId(HUGE, HUGE - 1), 1).await().events())
        .containsExactly(envelope);
  }

  @Test
  void dropsAllEventsOfARun() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 3, NOON)).await();
    log().delete(run).await();
    assertThat(log().lastId(run).await()).isEqualTo(EventId.ZERO);
    assertThat(log().read(run, EventId.ZERO, 10).await().events()).isEmpty();
    log().append(run, events(run, 2, 1, 1, NOON)).await();
    LogPage rest = log().read(run, new EventId(1, 1), 10).await();
    assertThat(rest.events()).hasSize(1);
  }

  @Test
  void takesAnEmptyBatchForDone() {
    var run = RunId.random();
    log().append(run, List.of()).await();
    assertThat(log().lastId(run).await()).isEqualTo(EventId.ZERO);
  }

  @Test
  void tellsWatchersInOrderOnTheirContext() {
    var run = RunId.random();
    var end = new EventId(1, 200);
    Promise<Boolean> one = Promise.promise();
    Context context = vertx().getOrCreateContext();
    var told = new CopyOnWriteArrayList<EventId>();
    Set<Context> contexts = ConcurrentHashMap.newKeySet();
    Promise<Boolean> all = Promise.promise();
    Promise<Watch> watching = Promise.promise();
    Consumer<List<Envelope>> listener =
        batch -> {
          contexts.add(Vertx.currentContext());
          batch.forEach(envelope -> told.add(envelope.id()));
          one.tryComplete(true);
          if (told.contains(end)) {
            all.tryComplete(true);
          }
        };
    context.runOnContext(_ -> watching.complete(log().watch(run, listener)));
    try (Watch _ = watching.future().await()) {
      List<EventId> ids = LongStream.rangeClosed(1, 200).mapToObj(s -> new EventId(1, s)).toList();
      // A watch may begin late; from the first thing told on, it misses nothing.
      log().append(run, events(run, 1, 1, 1, NOON)).await();
      one.future().await();
      List<Future<Void>> appends =
          ids.stream()
              .skip(1)
              .map(id -> log().append(run, events(run, 1, id.seq(), 1, NOON)))
              .toList();
      appends.forEach(append -> append.await());
      all.future().await();
      assertThat(told).isEqualTo(ids);
      assertThat(contexts).containsExactly(context);
    }
  }

  @Test
  void tellsNothingOfOtherRunsOrAfterClosing() {
    var run = RunId.random();
    var other = RunId.random();
    var told = new CopyOnWriteArrayList<Envelope>();
    Promise<Boolean> second = Promise.promise();
    Watch closed = log().watch(run, told::addAll);
    closed.close();
    closed.close();
    log().watch(other, told::addAll);
    try (Watch _ = log().watch(run, _ -> second.tryComplete(true))) {
      log().append(run, events(run, 1, 1, 1, NOON)).await();
      second.future().await();
    }
    assertThat(told).isEmpty();
  }

  private LogPage read(RunId run, EventId after) {
    return log().read(run, after, 20).await();
  }

  private void refused(RunId run, List<Envelope> batch, EventId last) {
    assertThatThrownBy(() -> log().append(run, batch).await())
        .isInstanceOfSatisfying(
            FencedAppend.class, e -> assertThat(e.last()).isEqualTo(Optional.of(last)));
  }

  private static boolean completes(Future<Void> append) {
    try {
      append.await();
      return true;
    } catch (FencedAppend e) {
      return false;
    }
  }
}
