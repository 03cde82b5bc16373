package dev.sluice.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Meters of what stands around calls: retries, fallbacks, the line at the limiter, breakers.
 * Reasons and classes are the few names of the house's enums; names of models and budgets are
 * bounded here. Thread-safe, never blocks.
 */
public final class GuardMeters {
  private static final int MAX_NAMES = 50;

  private final MeterRegistry registry;
  private final BoundedNames models = new BoundedNames(MAX_NAMES);
  private final BoundedNames budgets = new BoundedNames(MAX_NAMES);
  private final BoundedNames names = new BoundedNames(MAX_NAMES);
  private final MultiGauge limit;
  private final MultiGauge remaining;
  private final MultiGauge pressure;
  private final MultiGauge waiting;
  private final MultiGauge breakers;

  public GuardMeters(MeterRegistry registry) {
    this.registry = registry;
    this.limit = gauge("sluice.limiter.limit", "Limit as used, per minute; or permits");
    this.remaining = gauge("sluice.limiter.remaining", "What is left of it now");
    this.pressure = gauge("sluice.limiter.pressure", "Part of it in use; above 1 more is wanted");
    this.waiting = gauge("sluice.limiter.waiting", "Calls in line");
    this.breakers = gauge("sluice.breaker.state", "0 closed, 1 half open, 2 open");
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /** A failed model call is made again. */
  public void retried(String model, String reason) {
    count("sluice.model.retries", "model", models.of(model), "reason", names.of(reason));
  }

  /** Another model goes on. */
  public void fellBack(String from, String to, String reason) {
    count(
        "sluice.model.fallbacks",
        "from",
        models.of(from),
        "to",
        models.of(to),
        "reason",
        names.of(reason));
  }

  /** A run waits for the model to come back. */
  public void parked(String reason) {
    count("sluice.runs.parked", "reason", names.of(reason));
  }

  /** A call may go out, after so long in line. */
  public void granted(String budget, String priority, Duration waited) {
    Timer.builder("sluice.limiter.wait")
        .description("Time in line of calls that went out")
        .tags("budget", budgets.of(budget), "class", names.of(priority))
        .register(registry)
        .record(waited);
  }

  /** There was no room for a call in time. */
  public void rejected(String budget, String priority) {
    count("sluice.limiter.rejected", "budget", budgets.of(budget), "class", names.of(priority));
  }

  /** The provider refused; nothing goes out for so long. */
  public void closed(String budget, Duration duration) {
    Timer.builder("sluice.limiter.closed")
        .description("Times that a budget was closed after a 429, and for how long")
        .tags("budget", budgets.of(budget))
        .register(registry)
        .record(duration);
  }

  /** Where every budget stands. */
  public void showBudgets(List<BudgetFact> all) {
    show(limit, all, BudgetFact::limit);
    show(remaining, all, BudgetFact::remaining);
    show(pressure, all, BudgetFact::pressure);
    show(waiting, all, BudgetFact::waiting);
  }

  private static void show(
      MultiGauge gauge, List<BudgetFact> all, ToDoubleFunction<BudgetFact> value) {
    gauge.register(
        all.stream()
            .map(b -> Row.of(Tags.of("budget", b.name(), "kind", b.kind()), b, value))
            .toList(),
        true);
  }

  /** Where every breaker stands. */
  public void showBreakers(List<BreakerFact> all) {
    breakers.register(
        all.stream()
            .map(b -> Row.of(Tags.of("name", b.name()), b, at -> level(at.state())))
            .toList(),
        true);
  }

  private static double level(BreakerFact.State state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  private void count(String name, String... tags) {
    Counter.builder(name).tags(tags).register(registry).increment();
  }
}
