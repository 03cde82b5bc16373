package dev.sluice.limit;

/** Whose turn comes first: somebody waits for interactive work, nobody for background work. */
public enum Priority {
  INTERACTIVE,
  BACKGROUND
}
