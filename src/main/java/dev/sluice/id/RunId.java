package dev.sluice.id;

import org.jspecify.annotations.Nullable;

/** Identity of a run: {@code run_} and 128 random bits. Unguessable, and still checked. */
public record RunId(String value) {
  public RunId {
    Ids.check("run id", value);
  }

  public static RunId random() {
    return new RunId(Ids.random("run_"));
  }

  /**
   * Written out: it is asked for each batch of events, and what a record makes up is slow there.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RunId(String its) && value.equals(its);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
