package dev.sluice.channel.http;

import java.time.Duration;

/** What the HTTP channel tells about itself. Called on event loops, so it must not block. */
public interface HttpMeters {

  /** A submit was answered: with a run, or with a refusal. */
  void submitAnswered(boolean accepted, Duration latency);

  /** A reader of events has come. */
  void streamOpened();

  /** A reader of events has gone. */
  void streamClosed();

  /** Counts nothing. */
  static HttpMeters none() {
    return new HttpMeters() {
      @Override
      public void submitAnswered(boolean accepted, Duration latency) {}

      @Override
      public void streamOpened() {}

      @Override
      public void streamClosed() {}
    };
  }
}
