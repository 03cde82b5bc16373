package dev.sluice;

/** What a process does. */
public enum Role {
  /** Everything, on one machine. */
  ALL,
  /** Takes requests, streams answers. */
  GATEWAY,
  /** Works on runs. */
  WORKER
}
