package dev.sluice.limit;

import java.time.Duration;

/** Hears of what metrics are made of. Called from many threads; must not throw nor block. */
public interface LimiterObserver {

  /** A call may go out, after so long in line. */
  void granted(BudgetKey budget, Priority priority, Duration waited);

  /** There was no room for a call in time. */
  void rejected(BudgetKey budget, Priority priority);

  /** The provider refused; nothing goes out for so long. */
  void closed(BudgetKey budget, Duration duration);

  /** Hears nothing. */
  static LimiterObserver none() {
    return new LimiterObserver() {
      @Override
      public void granted(BudgetKey budget, Priority priority, Duration waited) {}

      @Override
      public void rejected(BudgetKey budget, Priority priority) {}

      @Override
      public void closed(BudgetKey budget, Duration duration) {}
    };
  }
}
