package dev.sluice.simulator;

/** How a reply stops being sent. */
enum Ending {
  COMPLETE,
  ERROR,
  RESET,
  CUT,
  STALL
}
