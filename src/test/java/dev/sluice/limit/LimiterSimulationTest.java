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
  private static final LimiterConfig TENTH = some(0.1, CONFIG.mostPerWindow());
  private static final LimiterConfig UNBOUNDED = some(CONFIG.burst(), 2);
  private static final double SHARE = CONFIG.share() * LIMITS.inputTokens();

  @Test
  void usesTheShareWithoutProvokingTheProvider() {
    List<Arrival> arrivals = Arrival.of(200, 45, 30, LENGTH, new Random(42));

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

  @Test
  void letsWhatFitsIntoAMinuteGoOutAtOnce() {
    List<Arrival> arrivals = Arrival.of(200, 4, 15, LENGTH, new Random(44));

    Tally paced = paced(arrivals);
    Tally told = plain(arrivals, true);
    Tally untold = plain(arrivals, false);

    System.out.println(table(arrivals, paced, told, untold));
    assertThat(mostInAMinute(arrivals))
        .isLessThan((long) (CONFIG.mostPerWindow() * LIMITS.inputTokens()));
    assertThat(paced.completed()).isEqualTo(arrivals.size());
    assertThat(paced.wait(Priority.INTERACTIVE, 99)).isLessThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(paced.limitedShare()).isLessThan(0.01);
    assertThat(paced.limits()).isLessThanOrEqualTo(told.limits());
  }

  /**
   * Below the share on average, but more comes in some minutes than the limit. A provider whose
   * bucket refills takes up to twice its limit in a minute; Sluice does not send it, as it does not
   * know that it would be taken: what this costs belongs beside what it saves.
   */
  @Test
  void spreadsWhatIsMoreThanALimitInAMinute() {
    List<Arrival> arrivals = Arrival.of(200, 15, 30, LENGTH, new Random(43));
    assertThat(mostInAMinute(arrivals)).isGreaterThan(LIMITS.inputTokens());

    Tally paced = paced(arrivals);
    Tally told = plain(arrivals, true);
    Tally untold = plain(arrivals, false);

    System.out.println(table(arrivals, paced, told, untold));
    assertThat(paced.limits()).isZero();
    assertThat(paced.completed() + paced.failures()).isEqualTo(arrivals.size());
    assertThat(paced.completed())
        .isGreaterThan(paced(arrivals, TENTH).completed())
        .isLessThan(told.completed());
    assertThat(paced.wait(Priority.INTERACTIVE, 50)).isLessThan(Duration.ofSeconds(1));
  }

  private static long mostInAMinute(List<Arrival> arrivals) {
    return arrivals.stream()
        .mapToLong(
            first ->
                arrivals.stream()
                    .filter(next -> !next.at().isBefore(first.at()))
                    .filter(next -> next.at().isBefore(first.at().plusSeconds(60)))
                    .mapToLong(next -> next.actual().inputTokens())
                    .sum())
        .max()
        .orElse(0);
  }

  private static LimiterConfig some(double burst, double mostPerWindow) {
    return SomeConfig.perMinute(1_000, 500_000, 100_000)
        .config(burst, mostPerWindow, CONFIG.firstClosed());
  }

  private static Tally paced(List<Arrival> arrivals) {
    return paced(arrivals, CONFIG);
  }

  private static Tally paced(List<Arrival> arrivals, LimiterConfig config) {
    var time = new VirtualTime();
    var tally = new Tally(FROM, UNTIL);
    var caller = new PacedCaller(config, LIMITS, time, tally);
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
        "%d arrivals of 200 users in %d min, up to %,d input tokens in one,"
            .formatted(arrivals.size(), LENGTH.toMinutes(), mostInAMinute(arrivals)),
        "against %d requests/min and %,d input tokens/min:"
            .formatted(LIMITS.requests(), LIMITS.inputTokens()),
        "| | completed | input tokens/min | of the share | 429s | of attempts | not served"
            + " | p50 interactive | p99 | p50 background | p99 |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        paced.row("Sluice", SHARE),
        paced(arrivals, TENTH).row("Sluice with burst: 0.1", SHARE),
        paced(arrivals, UNBOUNDED).row("Sluice if it did not bound the window", SHARE),
        told.row("plain SDK, retry-after told", SHARE),
        untold.row("plain SDK, retry-after not told", SHARE));
  }
}
