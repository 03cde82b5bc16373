package dev.sluice.ops;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened per minute in the last quarter of an hour, in memory: what the operator's plots are
 * made of. The names within a family are bounded. Thread-safe; a few additions for each model call
 * and run, never one for each token.
 */
public final class Rates {
  /** What each point counts. */
  public static final Duration WIDTH = Duration.ofMinutes(1);

  /** From point to point. */
  public static final Duration STEP = Duration.ofSeconds(10);

  static final int POINTS = 90;
  private static final int WIDTH_SECONDS = (int) WIDTH.toSeconds();
  private static final int STEP_SECONDS = (int) STEP.toSeconds();
  private static final int RING = (POINTS - 1) * STEP_SECONDS + WIDTH_SECONDS;
  private static final int MAX_NAMES = 30;

  private final InstantSource clock;
  private final Map<Family, Map<String, SecondRing>> rings = new EnumMap<>(Family.class);
  private final Map<Family, BoundedNames> names = new EnumMap<>(Family.class);

  /** What is counted, each by names of its own. */
  public enum Family {
    /** By kind of price. */
    TOKENS("tokens"),
    /** In micro-dollars; one name. */
    COST("cost_micros"),
    /** By how they ended. */
    RUNS_ENDED("runs_ended"),
    /** By outcome. */
    MODEL_CALLS("model_calls"),
    /** Calls that the model refused with 429; one name. */
    RATE_LIMITED("rate_limited");

    private final String wire;

    Family(String wire) {
      this.wire = wire;
    }

    String wire() {
      return wire;
    }
  }

  public Rates(InstantSource clock) {
    this.clock = clock;
  }

  public void tokensUsed(Meters.TokenKind kind, long tokens) {
    add(Family.TOKENS, kind.wire(), tokens);
  }

  public void spent(long micros) {
    add(Family.COST, "all", micros);
  }

  public void runEnded(String outcome) {
    add(Family.RUNS_ENDED, outcome, 1);
  }

  public void modelCalled(String outcome) {
    add(Family.MODEL_CALLS, outcome, 1);
  }

  public void rateLimited() {
    add(Family.RATE_LIMITED, "all", 1);
  }

  /** The points of every name that has any, oldest first; the last is the latest minute. */
  public synchronized Map<Family, Map<String, List<Long>>> points() {
    long now = second();
    var all = new EnumMap<Family, Map<String, List<Long>>>(Family.class);
    rings.forEach(
        (family, byName) -> {
          var points = new TreeMap<String, List<Long>>();
          byName.forEach(
              (name, ring) -> {
                var sums = ring.sums(now, WIDTH_SECONDS, STEP_SECONDS, POINTS);
                if (sums.stream().anyMatch(sum -> sum != 0)) {
                  points.put(name, sums);
                }
              });
          all.put(family, points);
        });
    return all;
  }

  private synchronized void add(Family family, String name, long amount) {
    if (amount > 0) {
      ringsOf(family)
          .computeIfAbsent(bounded(family, name), _ -> new SecondRing(RING))
          .add(second(), amount);
    }
  }

  private Map<String, SecondRing> ringsOf(Family family) {
    return rings.computeIfAbsent(family, _ -> new TreeMap<>());
  }

  private String bounded(Family family, String name) {
    return names.computeIfAbsent(family, _ -> new BoundedNames(MAX_NAMES)).of(name);
  }

  private long second() {
    return clock.instant().getEpochSecond();
  }
}
