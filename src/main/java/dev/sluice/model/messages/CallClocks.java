package dev.sluice.model.messages;

import dev.sluice.model.ModelException.Timeout.Clock;
import dev.sluice.model.Timers;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * The four clocks of one call. At most one of them reports, and none after {@link #stop}. The clock
 * of the whole call always runs; the other clocks rest while the caller does not read.
 */
final class CallClocks {
  private static final long NONE = -1;

  private final Timers timers;
  private final MessagesApiConfig config;
  private final BiConsumer<Clock, Duration> expired;
  private long callTimer = NONE;
  private long silenceTimer = NONE;
  private Clock silence = Clock.CONNECT;
  private Duration limit;
  private long lastSign;
  private boolean suspended;
  private boolean running;

  CallClocks(Timers timers, MessagesApiConfig config, BiConsumer<Clock, Duration> expired) {
    this.timers = timers;
    this.config = config;
    this.expired = expired;
    this.limit = config.connect();
  }

  void start() {
    running = true;
    callTimer = timers.start(config.call(), () -> expire(Clock.CALL, config.call()));
    watch(Clock.CONNECT, config.connect());
  }

  void sent() {
    watch(Clock.FIRST_EVENT, config.firstEvent());
  }

  /** Called for every event: only notes the time, the timer looks at it when it is due. */
  void event() {
    if (silence == Clock.BETWEEN_EVENTS) {
      lastSign = timers.nanoTime();
    } else {
      watch(Clock.BETWEEN_EVENTS, config.betweenEvents());
    }
  }

  void suspend() {
    suspended = true;
    if (silence != Clock.CONNECT) {
      stopSilence();
    }
  }

  void resume() {
    if (suspended) {
      suspended = false;
      if (silence != Clock.CONNECT) {
        watch(silence, limit);
      }
    }
  }

  void stop() {
    running = false;
    stopSilence();
    if (callTimer != NONE) {
      timers.stop(callTimer);
      callTimer = NONE;
    }
  }

  private void watch(Clock clock, Duration within) {
    silence = clock;
    limit = within;
    lastSign = timers.nanoTime();
    stopSilence();
    if (running && (!suspended || clock == Clock.CONNECT)) {
      silenceTimer = timers.start(limit, this::look);
    }
  }

  private void look() {
    silenceTimer = NONE;
    Duration left = limit.minusNanos(timers.nanoTime() - lastSign);
    if (left.toMillis() > 0) {
      silenceTimer = timers.start(left, this::look);
    } else {
      expire(silence, limit);
    }
  }

  private void expire(Clock clock, Duration after) {
    if (running) {
      stop();
      expired.accept(clock, after);
    }
  }

  private void stopSilence() {
    if (silenceTimer != NONE) {
      timers.stop(silenceTimer);
      silenceTimer = NONE;
    }
  }
}
