package dev.sluice.bench;

import java.util.Set;
import java.util.TreeSet;

/** What is asked, and the script by which the simulator answers it. */
final class Questions {
  static final String SHORT = "short";
  static final String HOLD = "hold";
  static final String BURST = "burst";

  /** Text deltas in the answer to {@link #BURST}. */
  static final int BURST_EVENTS = 20_000;

  /** Stands once in the text of each of these deltas, and nowhere else in a stream. */
  static final byte BURST_MARK = '~';

  private static final int EVENTS_PER_WRITE = 500;

  private Questions() {}

  /** Asks for so many stamped deltas, 20 a second. */
  static String stamps(int count) {
    return "take " + count + " stamps";
  }

  static String script(Set<Integer> stampCounts) {
    StringBuilder yaml = new StringBuilder("pace: none\nrules:\n");
    for (int count : new TreeSet<>(stampCounts)) {
      rule(yaml, stamps(count), "{stamps: {count: %d, every: 50ms}}".formatted(count));
    }
    rule(yaml, SHORT, "{text: 'A short answer, and that is all.', pace: {chars: 8}}");
    rule(yaml, HOLD, "{text: 'Wait.'}, {pause: 120s}, {text: 'Done.'}");
    rule(yaml, BURST, burst());
    return yaml.toString();
  }

  private static void rule(StringBuilder yaml, String question, String steps) {
    yaml.append("  - when: {text: '").append(question).append("'}\n");
    yaml.append("    reply: [").append(steps).append("]\n");
  }

  // Written by hand and many at a time, so that making them costs the simulator next to nothing.
  private static String burst() {
    String event =
        "event: content_block_delta\\ndata: {\\\"type\\\":\\\"content_block_delta\\\","
            + "\\\"index\\\":0,\\\"delta\\\":{\\\"type\\\":\\\"text_delta\\\","
            + "\\\"text\\\":\\\" wo~\\\"}}\\n\\n";
    return "{text: 'Go'}, {raw: &events \""
        + event.repeat(EVENTS_PER_WRITE)
        + "\"}"
        + ", {raw: *events}".repeat(BURST_EVENTS / EVENTS_PER_WRITE - 1);
  }
}
