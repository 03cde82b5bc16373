package dev.sluice.resilience;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A one-way switch from running to cancelled, with a reason. Confined to one Vert.x context: who
 * cancels from elsewhere hops onto that context first.
 */
public final class Cancellation {
  private final Set<Listener> listeners = new LinkedHashSet<>();
  private @Nullable String reason;

  /** Fires every listener once; the first reason stands. */
  public void cancel(String why) {
    if (reason != null) {
      return;
    }
    reason = why;
    var toTell = Set.copyOf(listeners);
    listeners.clear();
    toTell.forEach(listener -> listener.action().run());
  }

  public boolean isCancelled() {
    return reason != null;
  }

  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /**
   * Runs the action on cancellation, or now when already cancelled. Close it when no longer of use.
   */
  public Registration onCancel(Runnable action) {
    if (isCancelled()) {
      action.run();
      return () -> {};
    }
    var listener = new Listener(action);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Takes a listener back. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Listener {
    private final Runnable action;

    Listener(Runnable action) {
      this.action = action;
    }

    Runnable action() {
      return action;
    }
  }
}
