package dev.sluice.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Makes calls as the official SDKs do: at once, and two retries after a 429. */
final class PlainCaller {
  private static final Duration TO_PROVIDER = Duration.ofMillis(40);
  private static final int RETRIES = 2;

  private final VirtualTime time;
  private final SimulatedProvider provider;
  private final Tally tally;
  private final boolean told;
  private final Random random = new Random(7);

  /** The provider may keep to itself when to come again. */
  PlainCaller(StartBudget limits, VirtualTime time, Tally tally, boolean told) {
    this.time = time;
    this.provider = new SimulatedProvider(limits, time);
    this.tally = tally;
    this.told = told;
  }

  void call(Arrival arrival) {
    time.at(arrival.at().plus(TO_PROVIDER), () -> send(arrival, 0));
  }

  private void send(Arrival arrival, int retry) {
    tally.attempt();
    Optional<Duration> limited = provider.admit(arrival.actual().inputTokens());
    if (limited.isEmpty()) {
      tally.taken(arrival, time.instant());
      time.after(arrival.length(), () -> provider.produced(arrival.actual().outputTokens()));
      return;
    }
    tally.limited();
    if (retry == RETRIES) {
      tally.failed();
    } else {
      Duration wait = limited.filter(_ -> told).orElseGet(() -> backoff(retry));
      time.after(wait.plus(TO_PROVIDER.multipliedBy(2)), () -> send(arrival, retry + 1));
    }
  }

  private Duration backoff(int retry) {
    double seconds = Math.min(0.5 * Math.pow(2, retry), 8) * (1 - 0.25 * random.nextDouble());
    return Duration.ofMillis((long) (seconds * 1_000));
  }
}
