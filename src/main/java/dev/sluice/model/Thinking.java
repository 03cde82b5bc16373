package dev.sluice.model;

/** Whether the model's thinking is shown. */
public enum Thinking {
  /** Nothing is asked for: the model's own default. */
  DEFAULT,
  /** Adaptive thinking, summarised for the person who waits. */
  SUMMARIZED,
  /** Adaptive thinking, text omitted. */
  OMITTED,
  /** No thinking; models that always think refuse it. */
  OFF
}
