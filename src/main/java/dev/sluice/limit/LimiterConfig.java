package dev.sluice.limit;

import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Validated;
import java.time.Duration;
import java.util.Map;

/** How calls are paced. */
public record LimiterConfig(
    @Doc("The part of each limit that is used; the rest is for others with the same account.")
        @Range(min = 0.05, max = 1)
        double share,
    @Doc("The part of a limit per minute that can be saved up and go out at once.")
        @Range(min = 0, max = 1)
        double burst,
    @Doc("The part of a limit that goes out in any of its windows at most, whatever was saved up.")
        @Range(min = 0.05, max = 1)
        double mostPerWindow,
    @Doc("Limits to begin with where nothing more exact is configured; headers correct them.")
        StartBudget start,
    @Doc("Limits to begin with, by provider/group; * stands for anything, the longest name counts.")
        Map<String, StartBudget> budgets,
    @Doc("Calls to one model of one provider that may be under way at once.")
        @Range(min = 1, max = 100_000)
        int permitsPerModel,
    @Doc("Calls of this process that may be under way at once.") @Range(min = 1, max = 100_000)
        int permitsPerProcess,
    @Doc("The part of the permits that background work may hold.") @Range(min = 0.01, max = 1)
        double backgroundShare,
    @Doc("Of so many calls one is background work while both kinds wait.")
        @Range(min = 2, max = 1000)
        int backgroundEvery,
    @Doc("Calls that may wait for one budget; one more is refused.")
        @Range(min = 1, max = 1_000_000)
        int maxWaiting,
    @Doc("An interactive call waits at most so long for its turn.")
        @DurationRange(min = "0ms", max = "1h")
        Duration interactivePatience,
    @Doc("A background call waits at most so long for its turn.")
        @DurationRange(min = "0ms", max = "24h")
        Duration backgroundPatience,
    @Doc("A place in line is given up when its holder is so late to ask for it.")
        @DurationRange(min = "100ms", max = "1m")
        Duration ticketExpiry,
    @Doc("A call that has not been reported as ended for so long no longer holds its permit.")
        @DurationRange(min = "1s", max = "24h")
        Duration leaseExpiry,
    @Doc("How long a budget is closed after a 429 that does not say it; doubles with each.")
        @DurationRange(min = "10ms", max = "10m")
        Duration firstClosed,
    @Doc("A budget is closed at most so long, whatever the provider says.")
        @DurationRange(min = "1s", max = "24h")
        Duration maxClosed,
    @Doc("A limit over a longer window than this is not learned from headers.")
        @DurationRange(min = "1s", max = "31d")
        Duration longestWindow)
    implements Validated {

  public LimiterConfig {
    budgets = Map.copyOf(budgets);
  }

  public static LimiterConfig defaults() {
    return new LimiterConfig(
        0.8,
        0.8,
        0.95,
        StartBudget.defaults(),
        Map.of(),
        50,
        100,
        0.6,
        5,
        10_000,
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofSeconds(5),
        Duration.ofMinutes(11),
        Duration.ofSeconds(1),
        Duration.ofMinutes(10),
        Duration.ofHours(24));
  }

  @Override
  public void validate(Problems problems) {
    if (share * Bucket.HOLDS > mostPerWindow) {
      problems.report(
          "mostPerWindow",
          "must be at least share × %.3f, which is how long a call counts".formatted(Bucket.HOLDS));
    }
    if (burst > mostPerWindow) {
      problems.report("burst", "must be at most most_per_window");
    }
    if (firstClosed.compareTo(maxClosed) > 0) {
      problems.report("firstClosed", "must not be longer than max_closed");
    }
    for (String name : budgets.keySet()) {
      if (name.split("/", -1).length != 2) {
        problems.in("budgets").report(name, "must be provider/group");
      }
    }
  }

  /** How long a call of this priority waits for its turn. */
  public Duration patience(Priority priority) {
    return switch (priority) {
      case INTERACTIVE -> interactivePatience;
      case BACKGROUND -> backgroundPatience;
    };
  }
}
