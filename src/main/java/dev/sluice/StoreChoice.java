package dev.sluice;

/** Where runs are kept. */
public enum StoreChoice {
  /** Shared when both addresses are given, embedded when none is. */
  AUTO,
  /** In a file that belongs to one process. */
  EMBEDDED,
  /** In Postgres and Redis, for any number of processes. */
  SHARED
}
