package dev.sluice.store.sqlite;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.events;
import static dev.sluice.store.Samples.newRun;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.id.RunId;
import dev.sluice.run.NewRun;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is fresh, moved, cleared away or dropped: a log reads the same. */
@Timeout(60)
class FreshEventsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @RegisterExtension final OpenStore store = new OpenStore();
  private final Random random = new Random(20_261_121);

  @Test
  void readsFewEventsFromWhereTheyWereAppended() throws SQLException {
    var run = RunId.random();
    List<Envelope> all = append(run, 1, 3);
    assertThat(rows("fresh")).isEqualTo(3);
    assertThat(rows("event")).isZero();
    assertThat(page(run, new EventId(1, 1), 10)).isEqualTo(all.subList(1, 3));
    assertThat(page(run, EventId.ZERO, 2)).isEqualTo(all.subList(0, 2));
    assertThat(log().lastId(run).await()).isEqualTo(new EventId(1, 3));
  }

  @Test
  void putsManyAtOnceInTheirPlaceAfterThoseBefore() throws SQLException {
    var run = RunId.random();
    List<Envelope> all = new ArrayList<>(append(run, 1, 3));
    all.addAll(append(run, 4, 40));
    assertThat(rows("event")).isEqualTo(43);
    assertThat(page(run, EventId.ZERO, 100)).isEqualTo(all);
  }

  @Test
  void movesALogThatHasGrown() throws SQLException {
    var run = RunId.random();
    var all = new ArrayList<Envelope>();
    for (int seq = 1; seq <= 200; seq++) {
      all.addAll(append(run, seq, 1));
    }
    assertThat(rows("event")).isBetween(128L, 200L);
    assertThat(page(run, EventId.ZERO, 1000)).isEqualTo(all);
    assertThat(page(run, new EventId(1, 50), 100)).isEqualTo(all.subList(50, 150));
  }

  @Test
  void movesALogOfManyShortEpochs() throws SQLException {
    var run = RunId.random();
    for (int epoch = 1; epoch <= 200; epoch++) {
      log().append(run, events(run, epoch, 1, 1, NOON)).await();
    }
    assertThat(rows("event")).isGreaterThanOrEqualTo(128);
    assertThat(page(run, EventId.ZERO, 1000)).hasSize(200);
  }

  @Test
  void doesNotMoveAllLogsAtTheSameTime() throws SQLException {
    for (int run = 0; run < 64; run++) {
      appendOneByOne(RunId.random(), 32);
    }
    assertThat(rows("event")).isBetween(1L, 64L * 32 - 1);
  }

  @Test
  void sweepsTheCopiesOfWhatWasMovedAndKeepsTheRest() throws SQLException {
    RunId run = accepted();
    appendOneByOne(run, 70);
    List<Envelope> before = page(run, EventId.ZERO, 1000);
    sweepFresh();
    assertThat(rows("fresh")).isZero();
    assertThat(page(run, EventId.ZERO, 1000)).isEqualTo(before).hasSize(70);
  }

  @Test
  void leavesNoCopyOfWhatIsDropped() throws SQLException {
    var dropped = RunId.random();
    var kept = RunId.random();
    for (int seq = 1; seq <= 100; seq++) {
      append(dropped, seq, 1);
      append(kept, seq, 1);
    }
    List<Envelope> before = page(kept, EventId.ZERO, 1000);
    log().delete(dropped).await();
    assertThat(rows("fresh")).isEqualTo(100);
    assertThat(page(kept, EventId.ZERO, 1000)).isEqualTo(before).hasSize(100);
    assertThat(page(dropped, EventId.ZERO, 1000)).isEmpty();
  }

  @Test
  void readsTheSameAfterAnyMixtureOfSteps() {
    Map<RunId, List<Envelope>> expected = new LinkedHashMap<>();
    for (int i = 0; i < 12; i++) {
      expected.put(accepted(), new ArrayList<>());
    }
    var runs = List.copyOf(expected.keySet());
    for (int step = 0; step < 1500; step++) {
      RunId run = runs.get(random.nextInt(runs.size()));
      List<Envelope> all = requireNonNull(expected.get(run));
      int count = random.nextInt(20) == 0 ? 20 : 1 + random.nextInt(3);
      all.addAll(append(run, all.size() + 1, count));
      if (random.nextInt(40) == 0) {
        sweepFresh();
      }
      if (random.nextInt(200) == 0) {
        store.reopen();
      }
      EventId after = new EventId(1, random.nextInt(all.size() + 1));
      int limit = 1 + random.nextInt(100);
      assertThat(page(run, after, limit)).isEqualTo(part(all, after, limit));
    }
    expected.forEach((run, all) -> assertThat(page(run, EventId.ZERO, 10_000)).isEqualTo(all));
  }

  private static List<Envelope> part(List<Envelope> all, EventId after, int limit) {
    int from = (int) after.seq();
    return all.subList(from, Math.min(all.size(), from + limit));
  }

  /** Its log is that of a run, and is not swept away as a stray one. */
  private RunId accepted() {
    NewRun wanted = newRun(ANNA, store.clock().instant());
    store.runs().accept(wanted).await();
    return wanted.id();
  }

  private void sweepFresh() {
    store.runs().sweep(Instant.MIN, NOON.plusSeconds(1), Instant.MIN).await();
  }

  private EventLog log() {
    return store.log();
  }

  private void appendOneByOne(RunId run, int count) {
    for (int seq = 1; seq <= count; seq++) {
      append(run, seq, 1);
    }
  }

  private List<Envelope> append(RunId run, long from, int count) {
    List<Envelope> batch = events(run, 1, from, count, NOON);
    log().append(run, batch).await();
    return batch;
  }

  private List<Envelope> page(RunId run, EventId after, int limit) {
    return log().read(run, after, limit).await().events();
  }

  private long rows(String table) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + store.folder().resolve("sluice.db"));
        var result = connection.createStatement().executeQuery("SELECT count(*) FROM " + table)) {
      return result.getLong(1);
    }
  }
}
