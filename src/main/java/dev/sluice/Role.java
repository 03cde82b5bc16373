package dev.sluice;

/** What a process does. Each role has a management port and looks after what fell through. */
public enum Role {
  /** Everything. */
  ALL,
  /** Takes requests, streams answers. */
  GATEWAY,
  /** Works on runs. */
  WORKER;

  boolean takesRequests() {
    return this != WORKER;
  }

  boolean worksOnRuns() {
    return this != GATEWAY;
  }
}
