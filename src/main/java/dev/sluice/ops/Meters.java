package dev.sluice.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * The house's own meters. Outcomes, kinds and classes are the few names of the house's enums; names
 * of models and tools are bounded here. Thread-safe, never blocks, keeps no state but the
 * registry's.
 */
public final class Meters {
  private static final int MAX_NAMES = 50;
  private static final Duration[] SUBMIT_BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final BoundedNames models = new BoundedNames(MAX_NAMES);
  private final BoundedNames tools = new BoundedNames(MAX_NAMES);
  private final BoundedNames names = new BoundedNames(MAX_NAMES);
  private final AtomicInteger subscribers = new AtomicInteger();

  /** The kinds of tokens that have a price of their own. */
  public enum TokenKind {
    INPUT("input"),
    CACHE_WRITE("cache_write"),
    CACHE_READ("cache_read"),
    OUTPUT("output");

    private final String wire;

    TokenKind(String wire) {
      this.wire = wire;
    }

    /** The name in meters and plots. */
    public String wire() {
      return wire;
    }
  }

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("sluice.subscribers", subscribers, AtomicInteger::get)
        .description("Open event streams")
        .register(registry);
  }

  /** How busy this process is; asked at each scrape, from any thread. */
  public void watchLoad(IntSupplier inFlight, IntSupplier capacity, IntSupplier queued) {
    gauge("sluice.runs.in_flight", "Runs that this process works on", inFlight);
    gauge("sluice.runs.capacity", "Runs that it works on at most", capacity);
    gauge("sluice.runs.queued", "Runs that wait for a worker", queued);
  }

  public void runSubmitted(String runClass) {
    count("sluice.runs.submitted", 1, "class", names.of(runClass));
  }

  /** {@code duration} from the first claim to the end. */
  public void runEnded(String runClass, String outcome, Duration duration) {
    Timer.builder("sluice.runs.ended")
        .description("Runs that ended, and how long they took")
        .tags("class", names.of(runClass), "outcome", names.of(outcome))
        .register(registry)
        .record(duration);
  }

  /** From the request to the commit, or to the refusal. */
  public void submitAnswered(boolean accepted, Duration latency) {
    Timer.builder("sluice.submit.latency")
        .description("What accepting a run took")
        .tags("accepted", Boolean.toString(accepted))
        .serviceLevelObjectives(SUBMIT_BUCKETS)
        .register(registry)
        .record(latency);
  }

  public void subscriberCame() {
    subscribers.incrementAndGet();
  }

  public void subscriberWent() {
    subscribers.decrementAndGet();
  }

  /** Open event streams. */
  public int subscribers() {
    return subscribers.get();
  }

  /**
   * One HTTP attempt at a model.
   *
   * @param drill of a run that began with the fallback on purpose
   * @param outcome the stop reason's or the failure's name
   */
  public void modelCalled(String model, boolean drill, String outcome, Duration duration) {
    Timer.builder("sluice.model.calls")
        .description("Attempts at a model")
        .tags(
            "model", models.of(model),
            "outcome", names.of(outcome),
            "drill", Boolean.toString(drill))
        .register(registry)
        .record(duration);
  }

  public void tokensUsed(String model, TokenKind kind, long tokens) {
    if (tokens > 0) {
      count("sluice.model.tokens", tokens, "model", models.of(model), "kind", kind.wire);
    }
  }

  /** In micro-dollars, as everywhere. */
  public void spent(String model, long micros) {
    if (micros > 0) {
      count("sluice.model.cost.micros", micros, "model", models.of(model));
    }
  }

  /** The outcome is {@code ok}, {@code error} or {@code degraded}. */
  public void toolCalled(String tool, String outcome, Duration duration) {
    Timer.builder("sluice.tool.calls")
        .description("Tool calls")
        .tags("tool", tools.of(tool), "outcome", names.of(outcome))
        .register(registry)
        .record(duration);
  }

  private void count(String name, long amount, String... tags) {
    Counter.builder(name).tags(tags).register(registry).increment((double) amount);
  }

  private void gauge(String name, String description, IntSupplier value) {
    Gauge.builder(name, value, IntSupplier::getAsInt)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
