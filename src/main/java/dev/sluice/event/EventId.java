package dev.sluice.event;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Position of an event in its run: {@code <epoch>-<seq>}. The epoch rises with every claim of the
 * run and is the fencing token; the sequence counts from 1 within it, without holes.
 */
public record EventId(long epoch, long seq) implements Comparable<EventId> {
  private static final Comparator<EventId> ORDER =
      Comparator.comparingLong(EventId::epoch).thenComparingLong(EventId::seq);
  private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,17})-(0|[1-9]\\d{0,17})");

  /** Before the first event of any run. */
  public static final EventId ZERO = new EventId(0, 0);

  public EventId {
    if (epoch < 0 || seq < 0) {
      throw new IllegalArgumentException("event id parts must not be negative");
    }
  }

  /** Empty when the text is not an event id. */
  public static Optional<EventId> parse(String text) {
    var matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new EventId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  public EventId next() {
    return new EventId(epoch, seq + 1);
  }

  /** The first id of the next epoch: its barrier. */
  public EventId nextEpoch() {
    return new EventId(epoch + 1, 1);
  }

  @Override
  public int compareTo(EventId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return epoch + "-" + seq;
  }
}
