package dev.sluice.run;

import dev.sluice.event.DoneStatus;
import java.time.Duration;

/** Hears of what metrics are made of. Called from many threads; must not throw nor block. */
public interface RunObserver {

  void submitted(RunClass runClass, Duration latency);

  void refused(RunClass runClass);

  void started(RunClass runClass);

  /** It ended here, or was handed over ({@code status} empty then is not reported). */
  void ended(RunClass runClass, DoneStatus status, Duration duration);
}
