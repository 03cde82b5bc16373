package dev.sluice.run;

/** Where a worker stands with the run it holds. */
sealed interface RunState {

  record Working() implements RunState {}

  /** The loop has been told to stop; its end is awaited. */
  record Stopping(Why why) implements RunState {}

  /** The loop has ended and its end is being written. */
  record Ending() implements RunState {}

  /** Somebody else holds the run, or nobody can be told: nothing more is written. */
  record Lost() implements RunState {}

  /** Why a loop was told to stop. */
  sealed interface Why {
    record Cancelled(String reason) implements Why {}

    record TimedOut() implements Why {}

    /** The process drains: another one goes on. */
    record HandedOver() implements Why {}
  }
}
