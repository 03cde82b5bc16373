package dev.sluice.simulator;

import dev.sluice.simulator.wire.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What everything so far has really cost, calls that were broken off included.
 *
 * @param attempts the calls that were billed
 * @param usage their tokens by kind
 * @param microDollars their exact price
 * @param microDollarsRoundedUp the sum of each call's price rounded up to a whole micro-dollar
 */
public record Bill(
    long attempts, Usage usage, BigDecimal microDollars, long microDollarsRoundedUp) {
  static final Bill EMPTY = new Bill(0, Usage.NONE, BigDecimal.ZERO, 0);

  Bill plus(Usage used, BigDecimal price) {
    long roundedUp = price.setScale(0, RoundingMode.CEILING).longValueExact();
    return new Bill(
        attempts + 1, usage.plus(used), microDollars.add(price), microDollarsRoundedUp + roundedUp);
  }
}
