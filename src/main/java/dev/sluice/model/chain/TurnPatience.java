package dev.sluice.model.chain;

import java.time.Duration;

/** How long one turn may still stand in line, all its attempts together. */
final class TurnPatience {
  private Duration left;

  TurnPatience(Duration whole) {
    this.left = whole;
  }

  Duration left() {
    return left;
  }

  void spent(Duration waited) {
    Duration rest = left.minus(waited);
    left = rest.isNegative() ? Duration.ZERO : rest;
  }
}
