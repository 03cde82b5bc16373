package dev.sluice.ops;

import java.util.List;

/**
 * A run from its acceptance on, in the order of what happened.
 *
 * @param whole false when there was more than is shown
 */
public record TimelineFact(RunFact run, Source source, List<Step> steps, boolean whole) {
  public TimelineFact {
    steps = List.copyOf(steps);
  }

  /** What is left of a run to tell from. */
  public enum Source {
    /** Its events, with times. */
    EVENTS("events"),
    /** Its journal, without times: the events are no longer kept. */
    JOURNAL("journal");

    private final String wire;

    Source(String wire) {
      this.wire = wire;
    }

    /** The name in the answer. */
    public String wire() {
      return wire;
    }
  }
}
