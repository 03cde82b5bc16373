package dev.sluice.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many runs a worker takes at once.
 *
 * @param all of any class
 * @param background of them at most so many of the background class
 */
public record Places(int all, int background) {

  /**
   * The places of a process dealt out to its workers. Both numbers are dealt out, because a share
   * of each worker's few places, one at least, would come to all of them where there are many
   * workers.
   */
  public static List<Places> of(RunConfig config, int workers) {
    int all = config.capacity();
    // Exact, because 0.29 * 100 is less than 29 in binary.
    BigDecimal share = BigDecimal.valueOf(config.backgroundShare());
    int background = Math.max(1, share.multiply(BigDecimal.valueOf(all)).intValue());
    return IntStream.range(0, workers)
        .mapToObj(i -> new Places(part(all, i, workers), part(background, i, workers)))
        .toList();
  }

  private static int part(int whole, int index, int parts) {
    return whole / parts + (index < whole % parts ? 1 : 0);
  }
}
