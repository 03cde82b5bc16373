package dev.sluice.model.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.id.RunId;
import java.util.zip.CRC32;

/** Picks runs by their id, so that every epoch of a run is picked alike. Pure. */
final class Drill {
  private static final double ALL = 1L << 32;

  private Drill() {}

  static boolean picks(RunId run, double share) {
    var sum = new CRC32();
    sum.update(run.value().getBytes(UTF_8));
    return sum.getValue() < share * ALL;
  }
}
