package dev.sluice.limit;

import dev.sluice.id.UserId;
import dev.sluice.message.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One call that somebody wants to make: what is thought of it, and what it will really take. */
record Arrival(
    Instant at,
    UserId user,
    Priority priority,
    Estimate estimate,
    Usage actual,
    Duration firstByte,
    Duration length) {

  /**
   * Calls of many users at random times; every third minute so many together, within two seconds. A
   * call takes 1,000 input tokens on average, and what is thought of it is off by up to 40 %.
   */
  static List<Arrival> of(
      int users, double perMinute, int together, Duration length, Random random) {
    var arrivals = new ArrayList<Arrival>();
    double minutes = length.toSeconds() / 60.0;
    for (int i = 0; i < minutes * perMinute; i++) {
      arrivals.add(at(random.nextDouble() * minutes * 60, users, random));
    }
    for (int burst = 90; burst < minutes * 60; burst += 180) {
      for (int i = 0; i < together; i++) {
        arrivals.add(at(burst + 2 * random.nextDouble(), users, random));
      }
    }
    return arrivals;
  }

  private static Arrival at(double second, int users, Random random) {
    long input =
        Math.clamp((long) (1_150 * Math.exp(0.6 * random.nextGaussian() - 0.18)), 50, 8_000);
    long output = 20 + (long) (130 * -Math.log(1 - random.nextDouble()));
    return new Arrival(
        VirtualTime.BEGIN.plusMillis((long) (second * 1_000)),
        new UserId("user-" + random.nextInt(users)),
        random.nextInt(10) < 7 ? Priority.INTERACTIVE : Priority.BACKGROUND,
        new Estimate((long) (input * (0.7 + 0.7 * random.nextDouble())), 300),
        Usage.of(input, output),
        Duration.ofMillis(300 + random.nextInt(1_500)),
        Duration.ofMillis(2_000 + output * 20));
  }
}
