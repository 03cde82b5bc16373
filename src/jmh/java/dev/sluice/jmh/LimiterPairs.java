package dev.sluice.jmh;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.id.UserId;
import dev.sluice.limit.BudgetKey;
import dev.sluice.limit.Demand;
import dev.sluice.limit.Estimate;
import dev.sluice.limit.LeaseId;
import dev.sluice.limit.LimiterClient;
import dev.sluice.limit.LimiterConfig;
import dev.sluice.limit.LimiterObserver;
import dev.sluice.limit.LimiterVerticle;
import dev.sluice.limit.Priority;
import dev.sluice.limit.Settlement;
import dev.sluice.limit.StartBudget;
import dev.sluice.message.Usage;
import dev.sluice.model.ResponseHead;
import dev.sluice.resilience.Cancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the limiter costs a call that need not wait: a lease over the event bus, what the head of
 * the answer says, and the settlement. Prints a table; no asserts, no bounds.
 */
public final class LimiterPairs {
  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 300_000;
  private static final int UNDER_WAY = 100;
  private static final int AT_ONCE = 64;
  private static final BudgetKey KEY = new BudgetKey("anthropic", "sonnet");
  private static final long LOTS = 1_000_000_000_000L;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final UserId USER = new UserId("ada");
  private static final ResponseHead HEAD = head();
  private static final Settlement USED = new Settlement.Used(Usage.of(1000, 200));

  private final Vertx vertx;
  private final Context context;
  private final LimiterClient limiter;
  private final boolean withHead;

  private LimiterPairs(int eventLoops, boolean withHead) {
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops));
    LimiterConfig config = plenty();
    vertx
        .deployVerticle(new LimiterVerticle(config, Clock.systemUTC(), LimiterObserver.none()))
        .await();
    this.context = vertx.getOrCreateContext();
    this.limiter = new LimiterClient(vertx, config, Clock.systemUTC(), LimiterObserver.none());
    this.withHead = withHead;
  }

  public static void main(String[] args) {
    System.out.printf(
        "| | p50 µs | p99 µs | p99.9 µs | pairs/s | pairs per core second |%n"
            + "|---|---:|---:|---:|---:|---:|%n");
    row("one caller, an event loop of its own", 2, false, 0, 1);
    row("the same, 12 headers each, 100 calls under way", 2, true, UNDER_WAY, 1);
    row("64 callers and the limiter on one event loop", 1, false, 0, AT_ONCE);
    row("the same, 12 headers each, 100 calls under way", 1, true, UNDER_WAY, AT_ONCE);
  }

  private static void row(String name, int eventLoops, boolean withHead, int underWay, int atOnce) {
    var pairs = new LimiterPairs(eventLoops, withHead);
    try {
      for (int i = 0; i < underWay; i++) {
        pairs.acquire().await();
      }
      pairs.round(WARM_UP, atOnce);
      long start = System.nanoTime();
      long startOfProcessor = PROCESS.getProcessCpuTime();
      long[] nanos = pairs.round(MEASURED, atOnce);
      double seconds = (System.nanoTime() - start) / 1e9;
      double coreSeconds = (PROCESS.getProcessCpuTime() - startOfProcessor) / 1e9;
      Arrays.sort(nanos);
      System.out.printf(
          "| %s | %.1f | %.1f | %.1f | %,.0f | %,.0f |%n",
          name,
          at(nanos, 0.5),
          at(nanos, 0.99),
          at(nanos, 0.999),
          MEASURED / seconds,
          MEASURED / coreSeconds);
    } finally {
      pairs.vertx.close().await();
    }
  }

  private static double at(long[] sorted, double part) {
    return sorted[(int) (sorted.length * part)] / 1e3;
  }

  private long[] round(int count, int atOnce) {
    var round = new Round(count);
    context.runOnContext(
        _ -> {
          for (int i = 0; i < atOnce; i++) {
            round.next();
          }
        });
    round.ended.future().await();
    return round.nanos;
  }

  private Future<LeaseId> acquire() {
    var demand =
        new Demand(
            KEY,
            "claude-sonnet-5",
            new Estimate(1000, 200),
            Priority.INTERACTIVE,
            USER,
            Instant.MAX);
    return limiter.acquire(demand, PATIENCE, new Cancellation(), _ -> {});
  }

  /** Confined to the context. */
  private final class Round {
    final long[] nanos;
    final Promise<Void> ended = Promise.promise();
    private int begun;
    private int done;

    Round(int count) {
      this.nanos = new long[count];
    }

    void next() {
      if (begun == nanos.length) {
        return;
      }
      begun++;
      long start = System.nanoTime();
      acquire().onComplete(lease -> settle(lease, start), ended::tryFail);
    }

    private void settle(LeaseId lease, long start) {
      if (withHead) {
        limiter.learn(KEY, HEAD);
      }
      limiter.settle(lease, USED);
      nanos[done++] = System.nanoTime() - start;
      if (done == nanos.length) {
        ended.complete();
      } else {
        next();
      }
    }
  }

  private static ResponseHead head() {
    var headers = new HashMap<String, String>();
    for (String kind : List.of("requests", "input-tokens", "output-tokens", "tokens")) {
      String prefix = "anthropic-ratelimit-" + kind;
      headers.put(prefix + "-limit", "1000000000");
      headers.put(prefix + "-remaining", "999999000");
      headers.put(prefix + "-reset", "2026-11-20T10:15:30Z");
    }
    return new ResponseHead(200, Optional.empty(), headers);
  }

  /** So that nobody has to wait. */
  private static LimiterConfig plenty() {
    LimiterConfig defaults = LimiterConfig.defaults();
    return new LimiterConfig(
        defaults.share(),
        defaults.burst(),
        defaults.mostPerWindow(),
        new StartBudget(LOTS, LOTS, LOTS),
        Map.of(),
        1000,
        1000,
        defaults.backgroundShare(),
        defaults.backgroundEvery(),
        defaults.maxWaiting(),
        defaults.interactivePatience(),
        defaults.backgroundPatience(),
        defaults.ticketExpiry(),
        defaults.leaseExpiry(),
        defaults.firstClosed(),
        defaults.maxClosed(),
        defaults.longestWindow());
  }
}
