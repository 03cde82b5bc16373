package dev.sluice.run;

import dev.sluice.id.RunId;
import java.time.Duration;

/**
 * The port for hints between those who read a run and the one who works on it. Lost hints only cost
 * time: the store holds the wish to cancel, and presence is renewed.
 */
public interface RunSignals {

  /** Tells the worker, wherever it is, to look for a cancel request now. */
  void cancel(RunId run, String reason);

  /** Calls the listener on the calling context when a cancel is signalled. */
  Registration onCancel(RunId run, CancelListener listener);

  /** Says that somebody reads the run at this moment; to be repeated while it is so. */
  void present(RunId run);

  /** How long ago somebody was last said to read the run; counted from first asking when never. */
  Duration unattended(RunId run);

  /** Hears of a cancel. */
  @FunctionalInterface
  interface CancelListener {
    void cancelled(String reason);
  }

  /** Ends a registration. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
