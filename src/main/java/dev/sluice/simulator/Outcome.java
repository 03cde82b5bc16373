package dev.sluice.simulator;

/** What became of a request. */
public enum Outcome {
  IN_PROGRESS,
  /** The response was sent in full. */
  COMPLETED,
  /** Answered with an error status: by the rules, a rate limit or the script. */
  REFUSED,
  /** Broken off by an {@code error} event. */
  FAILED,
  /** The stream ended cleanly, too early. */
  CUT,
  /** The simulator broke the connection. */
  RESET,
  /** The script sends nothing more; the caller still waits. */
  STALLED,
  /** The caller left before the end. */
  CANCELLED_BY_CLIENT,
  /** The caller stopped reading and was given up. */
  READER_STALLED,
  /** The simulator was closed in the middle. */
  CLOSED
}
