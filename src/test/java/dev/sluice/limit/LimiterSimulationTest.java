package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Half an hour of 200 users who want more than an account allows, in virtual time and against the
 * simulator's own buckets: with the limiter, and with what the official SDKs do by themselves.
 */
class LimiterSimulationTest {
  private static final StartBudget LIMITS = new StartBudget(50, 40_000, 20_000);
  private static final Duration LENGTH = Duration.ofMinutes(30);
  private static final Instant FROM = VirtualTime.BEGIN.plus(Duration.ofMinutes(2));
  private static final Instant UNTIL = VirtualTime.BEGIN.plus(LENGTH);
  private static final LimiterConfig CONFIG = LimiterConfig.defaults();
  private static final double SHARE = CONFIG.share() * LIMITS.inputTokens();

  @Test
  void usesTheShareWithoutProvokingTheProvider() {
    List<Arrival> arrivals = Arrival.of(200, 45, LENGTH, new Random(42));

    Tally paced = paced(arrivals);
    Tally told = plain(arrivals, true);
    Tally untold = plain(arrivals, false);

    System.out.println(table(arrivals, paced, told, untold));
    assertThat(paced.tokensPerMinute()).isGreaterThanOrEqualTo(0.95 * SHARE);
    assertThat(paced.limitedShare()).isLessThan(0.01);
    assertThat(paced.limits()).isLessThan(told.limits()).isLessThan(untold.limits());
    assertThat(paced.wait(Priority.INTERACTIVE, 100))
        .isLessThanOrEqualTo(CONFIG.interactivePatience().plusSeconds(1));
    assertThat(paced.wait(Priority.BACKGROUND, 100))
        .isLessThanOrEqualTo(CONFIG.backgroundPatience().plusSeconds(1));
    assertThat(paced.completed() + paced.failures()).isEqualTo(arrivals.size());
  }

  /**
   * A provider that lets a minute's worth out at once takes bursts that Sluice spreads: what this
   * costs belongs beside what it saves.
   */
  @Test
  void spreadsBurstsWhetherOrNotTheProviderWouldTakeThem() {
    List<Arrival> arrivals = Arrival.of(200, 15, LENGTH, new Random(43));

    Tally paced = paced(arrivals);
    Tally told = plain(arrivals, true);
    Tally untold = plain(arrivals, false);

    System.out.println(table(arrivals, paced, told, untold));
    assertThat(paced.limits()).isZero();
    assertThat(paced.completed() + paced.failures()).isEqualTo(arrivals.size());
    assertThat(paced.wait(Priority.INTERACTIVE, 50))
        .isGreaterThan(told.wait(Priority.INTERACTIVE, 50))
        .isLessThan(Duration.ofSeconds(5));
  }

  private static Tally paced(List<Arrival> arrivals) {
    var time = new VirtualTime();
    var tally = new Tally(FROM, UNTIL);
    var caller = new PacedCaller(CONFIG, LIMITS, time, tally);
    arrivals.forEach(caller::call);
    time.run();
    return tally;
  }

  private static Tally plain(List<Arrival> arrivals, boolean told) {
    var time = new VirtualTime();
    var tally = new Tally(FROM, UNTIL);
    var caller = new PlainCaller(LIMITS, time, tally, told);
    arrivals.forEach(caller::call);
    time.run();
    return tally;
  }

  private static String table(List<Arrival> arrivals, Tally paced, Tally told, Tally untold) {
    return String.join(
        "\n",
        "%d arrivals of 200 users in %d min against %d requests/min and %,d input tokens/min:"
            .formatted(
                arrivals.size(), LENGTH.toMinutes(), LIMITS.requests(), LIMITS.inputTokens()),
        "| | completed | input tokens/min | of the share | 429s | of attempts | not served"
            + " | p50 interactive | p99 | p50 background | p99 |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        paced.row("Sluice", SHARE),
        told.row("plain SDK, retry-after told", SHARE),
        untold.row("plain SDK, retry-after not told", SHARE));
  }
}
