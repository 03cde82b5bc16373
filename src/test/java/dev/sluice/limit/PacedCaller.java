package dev.sluice.limit;

import dev.sluice.model.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Makes calls as Sluice does: every attempt passes the limiter, and its core hears of the end. */
final class PacedCaller {
  private static final BudgetKey KEY = new BudgetKey("simulator", "all");
  private static final Duration TO_PROVIDER = Duration.ofMillis(40);
  private static final int RETRIES = 2;

  private final VirtualTime time;
  private final SimulatedProvider provider;
  private final LimiterConfig config;
  private final LimiterCore core;
  private final Tally tally;

  PacedCaller(LimiterConfig config, StartBudget limits, VirtualTime time, Tally tally) {
    this.time = time;
    this.provider = new SimulatedProvider(limits, time);
    this.config = config;
    this.core = new LimiterCore(config, time);
    this.tally = tally;
  }

  void call(Arrival arrival) {
    time.at(arrival.at(), () -> demand(arrival, RETRIES));
  }

  private void demand(Arrival arrival, int retries) {
    Instant deadline = arrival.at().plus(config.patience(arrival.priority()));
    var demand =
        new Demand(KEY, "model", arrival.estimate(), arrival.priority(), arrival.user(), deadline);
    on(core.acquire(demand), arrival, retries);
  }

  private void on(Answer answer, Arrival arrival, int retries) {
    switch (answer) {
      case Answer.Granted(var lease) ->
          time.after(TO_PROVIDER, () -> send(lease, arrival, retries));
      case Answer.Wait wait ->
          time.after(
              Duration.ofMillis(1 + wait.askAgain().toMillis()),
              () -> on(core.ask(wait.ticket()), arrival, retries));
      case Answer.Rejected _ -> tally.failed();
    }
  }

  private void send(LeaseId lease, Arrival arrival, int retries) {
    tally.attempt();
    Optional<Duration> limited = provider.admit(arrival.actual().inputTokens());
    LimitReport report = provider.report();
    if (limited.isPresent()) {
      tally.limited();
      time.after(TO_PROVIDER, () -> limited(lease, arrival, report, limited, retries));
      return;
    }
    tally.taken(arrival, time.instant());
    time.after(arrival.firstByte(), () -> core.learn(KEY, report, lease));
    produce(lease, arrival);
  }

  private void limited(
      LeaseId lease, Arrival arrival, LimitReport report, Optional<Duration> after, int retries) {
    core.learn(KEY, report, lease);
    core.settle(
        lease,
        new Settlement.RateLimited(new ResponseHead(429, Optional.empty(), Map.of()), after));
    if (retries == 0) {
      tally.failed();
    } else {
      demand(arrival, retries - 1);
    }
  }

  private void produce(LeaseId lease, Arrival arrival) {
    long output = arrival.actual().outputTokens();
    for (int i = 1; i <= 4; i++) {
      time.after(
          arrival.length().multipliedBy(i).dividedBy(4), () -> provider.produced(output / 4));
    }
    time.after(
        arrival.length().plus(TO_PROVIDER),
        () -> core.settle(lease, new Settlement.Used(arrival.actual())));
  }
}
