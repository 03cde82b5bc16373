package dev.sluice;

import dev.sluice.ops.GuardMeters;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Brings budgets and breakers to the meters, every so often. */
final class GuardWatch {
  private final Vertx vertx;
  private final OpsView view;
  private final GuardMeters meters;
  private final Duration every;
  private long timer = -1;

  GuardWatch(Vertx vertx, OpsView view, GuardMeters meters, Duration every) {
    this.vertx = vertx;
    this.view = view;
    this.meters = meters;
    this.every = every;
  }

  void start() {
    timer = vertx.setPeriodic(every.toMillis(), fired -> look());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  /** What cannot be had now keeps its last figures. */
  private void look() {
    view.budgets().onSuccess(meters::showBudgets);
    view.breakers().onSuccess(meters::showBreakers);
  }
}
