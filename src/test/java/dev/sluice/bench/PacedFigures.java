package dev.sluice.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What came of one round of paced streams.
 *
 * @param latency from sent to received in nanoseconds, while all streams were open
 * @param firstToken from the request to the first stamp in nanoseconds, while streams were opened
 * @param lost stamps that did not come, came twice or came out of order
 * @param broken streams that did not end as they should, with what they said
 * @param runs their ids, where they are runs
 */
record PacedFigures(
    int streams,
    Histogram latency,
    Histogram firstToken,
    long lost,
    List<String> broken,
    List<String> runs) {

  double millis(double percentile) {
    return millis(latency, percentile);
  }

  double firstTokenMillis(double percentile) {
    return millis(firstToken, percentile);
  }

  boolean holds(long mostMillis) {
    return lost == 0 && broken.isEmpty() && millis(99) < mostMillis;
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
