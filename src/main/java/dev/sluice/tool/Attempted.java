package dev.sluice.tool;

import java.time.Duration;

/** How one attempt of a call ended. */
sealed interface Attempted {

  record Answered(String content) implements Attempted {}

  /** The tool told why. */
  record Refused(ToolException error) implements Attempted {}

  /**
   * No answer in time.
   *
   * @param whole the time was the tool's own, not what a deadline had left of it
   */
  record TimedOut(Duration after, boolean whole) implements Attempted {}

  /** The tool has a defect. */
  record Broken() implements Attempted {}

  record Cancelled() implements Attempted {}
}
