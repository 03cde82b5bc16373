package dev.sluice.agent;

import dev.sluice.model.Thinking;

/** How an agent's thinking is shown, as configured. */
public enum ThinkingDisplay {
  /** Summarised where a person waits, omitted in the background. */
  AUTO,
  SUMMARIZED,
  OMITTED,
  /** Nothing is asked for: models that know no adaptive thinking need this. */
  DEFAULT,
  OFF;

  /** What to ask the model for. */
  public Thinking forRun(boolean interactive) {
    return switch (this) {
      case AUTO -> interactive ? Thinking.SUMMARIZED : Thinking.OMITTED;
      case SUMMARIZED -> Thinking.SUMMARIZED;
      case OMITTED -> Thinking.OMITTED;
      case DEFAULT -> Thinking.DEFAULT;
      case OFF -> Thinking.OFF;
    };
  }
}
