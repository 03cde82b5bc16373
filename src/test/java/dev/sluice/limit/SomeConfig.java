package dev.sluice.limit;

import java.time.Duration;
import java.util.Map;

/** The defaults with some things changed. */
record SomeConfig(
    StartBudget start,
    Map<String, StartBudget> budgets,
    int perModel,
    int perProcess,
    int waiting) {
  private static final LimiterConfig DEFAULTS = LimiterConfig.defaults();

  /** Limits per minute; 80 % comes back, 10 % can go out at once. */
  static SomeConfig perMinute(long requests, long input, long output) {
    return new SomeConfig(new StartBudget(requests, input, output), Map.of(), 50, 100, 10_000);
  }

  SomeConfig permits(int model, int process) {
    return new SomeConfig(start, budgets, model, process, waiting);
  }

  SomeConfig maxWaiting(int most) {
    return new SomeConfig(start, budgets, perModel, perProcess, most);
  }

  SomeConfig budgets(Map<String, StartBudget> named) {
    return new SomeConfig(start, named, perModel, perProcess, waiting);
  }

  LimiterConfig config() {
    return config(0.1, DEFAULTS.mostPerWindow(), DEFAULTS.firstClosed());
  }

  /** With as much of a burst as by default. */
  LimiterConfig savingUp() {
    return config(DEFAULTS.burst(), DEFAULTS.mostPerWindow(), DEFAULTS.firstClosed());
  }

  LimiterConfig config(double burst, double mostPerWindow, Duration firstClosed) {
    return new LimiterConfig(
        DEFAULTS.share(),
        burst,
        mostPerWindow,
        start,
        budgets,
        perModel,
        perProcess,
        DEFAULTS.backgroundShare(),
        DEFAULTS.backgroundEvery(),
        waiting,
        DEFAULTS.interactivePatience(),
        DEFAULTS.backgroundPatience(),
        DEFAULTS.ticketExpiry(),
        DEFAULTS.leaseExpiry(),
        firstClosed,
        DEFAULTS.maxClosed(),
        DEFAULTS.longestWindow());
  }
}
