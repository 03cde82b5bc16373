package dev.sluice.tool;

import dev.sluice.resilience.Backoff;
import dev.sluice.resilience.RetryConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether a failed tool call is made again, and after how long. A person waits meanwhile, so that
 * there are two retries at most, and one after a time-out. Pure but for the random numbers.
 */
final class ToolRetries {
  private static final int MOST = 2;

  private final int most;
  private final Backoff backoff;

  ToolRetries(RetryConfig config, RandomGenerator random) {
    this.most = Math.min(config.maxRetries(), MOST);
    this.backoff = new Backoff(config, random);
  }

  /**
   * The wait before the next attempt. Empty when the call may not be made twice, would fail again,
   * was tried often enough, or could not take its whole time before the deadline.
   *
   * @param retries made so far for this call
   * @param left until the deadline of the run
   */
  Optional<Duration> delay(ToolSpec spec, Attempted failure, int retries, Duration left) {
    if (!spec.idempotent() || retries >= most || !mayPass(failure, retries)) {
      return Optional.empty();
    }
    return wait(spec, failure, retries)
        .filter(wait -> wait.plus(spec.timeout()).compareTo(left) <= 0);
  }

  /** A tool that asks for a longer wait than a call may take is not waited for. */
  private Optional<Duration> wait(ToolSpec spec, Attempted failure, int retries) {
    Optional<Duration> asked = asked(failure);
    return asked.isPresent()
        ? asked.filter(wait -> wait.compareTo(spec.timeout()) <= 0)
        : Optional.of(backoff.after(retries));
  }

  private static boolean mayPass(Attempted failure, int retries) {
    return switch (failure) {
      case Attempted.Refused refused ->
          switch (refused.error().kind()) {
            case BUSY, FAILING -> true;
            case INPUT, UNAVAILABLE -> false;
          };
      case Attempted.TimedOut _ -> retries == 0;
      case Attempted.Answered _, Attempted.Broken _, Attempted.Cancelled _ -> false;
    };
  }

  private static Optional<Duration> asked(Attempted failure) {
    return failure instanceof Attempted.Refused refused
        ? refused.error().retryAfter().filter(Duration::isPositive)
        : Optional.empty();
  }
}
