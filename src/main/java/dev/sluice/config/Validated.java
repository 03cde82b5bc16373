package dev.sluice.config;

/** A configuration record with rules between its components. */
public interface Validated {
  /**
   * Reports what the components, each of them good by itself, break together. Called once on the
   * loading thread, only when every component was bound without a problem. Must not throw.
   */
  void validate(Problems problems);
}
