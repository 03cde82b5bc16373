package dev.sluice.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happened to a set of arrivals. */
final class Tally {
  private final Instant from;
  private final Instant until;
  private final List<Duration> interactive = new ArrayList<>();
  private final List<Duration> background = new ArrayList<>();
  private int attempts;
  private int limited;
  private int failed;
  private long tokens;

  /** Throughput is measured between these times. */
  Tally(Instant from, Instant until) {
    this.from = from;
    this.until = until;
  }

  void attempt() {
    attempts++;
  }

  void limited() {
    limited++;
  }

  void failed() {
    failed++;
  }

  void taken(Arrival arrival, Instant now) {
    waits(arrival.priority()).add(Duration.between(arrival.at(), now));
    if (!now.isBefore(from) && now.isBefore(until)) {
      tokens += arrival.actual().inputTokens();
    }
  }

  double tokensPerMinute() {
    return tokens / (Duration.between(from, until).toSeconds() / 60.0);
  }

  int limits() {
    return limited;
  }

  /** Of all attempts, those that were answered with 429. */
  double limitedShare() {
    return (double) limited / attempts;
  }

  int completed() {
    return interactive.size() + background.size();
  }

  int failures() {
    return failed;
  }

  /** So many of a hundred waited at most so long. */
  Duration wait(Priority priority, int percent) {
    List<Duration> sorted = waits(priority).stream().sorted().toList();
    return sorted.isEmpty()
        ? Duration.ZERO
        : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private List<Duration> waits(Priority priority) {
    return priority == Priority.INTERACTIVE ? interactive : background;
  }

  String row(String name, double share) {
    return "| %s | %d | %,.0f | %.1f %% | %d | %.2f %% | %d | %s | %s | %s | %s |"
        .formatted(
            name,
            completed(),
            tokensPerMinute(),
            100 * tokensPerMinute() / share,
            limited,
            100 * limitedShare(),
            failed,
            seconds(Priority.INTERACTIVE, 50),
            seconds(Priority.INTERACTIVE, 99),
            seconds(Priority.BACKGROUND, 50),
            seconds(Priority.BACKGROUND, 99));
  }

  private String seconds(Priority priority, int percent) {
    return "%.1f s".formatted(wait(priority, percent).toMillis() / 1_000.0);
  }
}
