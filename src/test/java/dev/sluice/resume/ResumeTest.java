package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestingGateway;
import dev.sluice.event.EventId;
import dev.sluice.resume.Follower.Habits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers who come and go thousands of times end with the run's text, and every event once. More of
 * it with {@code -Dresume.disconnects=100000 -Dresume.seed=7}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ResumeTest {
  private static final int DISCONNECTS = Integer.getInteger("resume.disconnects", 3_000);
  private static final long SEED = Long.getLong("resume.seed", 1);
  private static final int RUNS = 16;
  private static final int READERS = 4;

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void everyReaderEndsWithTheRunsTextAndEveryEventOnce() throws Exception {
    var model = Journeys.model(SEED, Duration.ofMillis(2));
    try (var gateway = new TestingGateway(folder, model, Journeys.AGENT)) {
      var address = new Address(gateway.url());
      int disconnects = 0;
      while (disconnects < DISCONNECTS) {
        var readers = follow(address, new Habits(1000, true, false), run -> {});
        verify(new Api(address.url()), readers);
        disconnects += readers.stream().mapToInt(Follower::disconnects).sum();
      }
    }
  }

  @Test
  void staysTrueAcrossRestarts() throws Exception {
    var model = Journeys.model(SEED, Duration.ofMillis(4));
    String yaml = "runs: {drain: 100ms}\n" + Journeys.AGENT;
    try (var gateway = new TestingGateway(folder, model, yaml)) {
      var address = new Address(gateway.url());
      var readers =
          follow(
              address,
              new Habits(3000, true, true),
              progress -> {
                for (int epoch = 1; epoch <= 3; epoch++) {
                  progress.awaitPast(new EventId(epoch, 60));
                  gateway.restart();
                  address.moved(gateway.url());
                }
              });

      var logs = verify(new Api(address.url()), readers);
      assertThat(logs).anySatisfy(log -> assertThat(log.epochs()).isGreaterThan(2));
      assertThat(logs.stream().flatMap(log -> log.events().stream()))
          .anySatisfy(event -> assertThat(event.name()).isEqualTo("rewind"));
      assertThat(readers).anySatisfy(reader -> assertThat(reader.cuts()).isPositive());
    }
  }

  /** Something that happens while readers read; it is told how the first run comes on. */
  @FunctionalInterface
  private interface Meanwhile {
    void happen(Progress first) throws Exception;
  }

  private List<Follower> follow(Address address, Habits habits, Meanwhile meanwhile)
      throws Exception {
    var steady = new Habits(habits.bytes(), false, habits.gatewayMoves());
    var first = new Progress();
    try (var crowd = new Crowd<Follower>()) {
      for (int i = 0; i < RUNS; i++) {
        String run = new Api(address.url()).submit("journey " + i + " of " + random.nextInt(1000));
        var progress = i == 0 ? first : new Progress();
        for (int reader = 0; reader < READERS; reader++) {
          // The first never waits for the others, or all might wait for each other.
          var how = reader == 0 ? steady : habits;
          crowd.begin(new Follower(address, run, progress, how, random.split()));
        }
      }
      meanwhile.happen(first);
      return crowd.all();
    }
  }

  /** The logs of the runs that were read. */
  private List<StoredLog> verify(Api api, List<Follower> readers) throws Exception {
    var logs = new ArrayList<StoredLog>();
    try (var store = StoredLog.open(folder)) {
      for (Follower reader : readers) {
        var log = StoredLog.of(store, reader.run());
        String text = api.run(reader.run()).path("text").asText();
        assertThat(text.length()).isGreaterThan(3000);
        try {
          log.isWhole();
          log.wasTold(reader.heard());
          assertThat(ShownText.of(reader.heard())).isEqualTo(text);
        } catch (AssertionError e) {
          throw new AssertionError("run " + reader.run() + ", -Dresume.seed=" + SEED, e);
        }
        logs.add(log);
      }
    }
    return logs;
  }
}
