package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;

/**
 * Spells events as the service does: an event line, one data line, spaces of random length before
 * the last brace, characters beyond ASCII mostly as they are and now and then as escapes. The same
 * seed gives the same spelling.
 */
public final class SseSpelling {
  private static final int LONGEST_PADDING = 12;
  private static final int ESCAPE_ONE_IN = 4;

  private final SplittableRandom random;

  public SseSpelling(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The text of one event. */
  public String event(String name, JsonNode data) {
    boolean escape = random.nextInt(ESCAPE_ONE_IN) == 0;
    String json = escape ? Json.escaped(data) : Json.compact(data);
    return "event: " + name + "\ndata: " + padded(json) + "\n\n";
  }

  /** The keep-alive, which the service spells without padding. */
  public static String ping() {
    return "event: ping\ndata: {\"type\": \"ping\"}\n\n";
  }

  private String padded(String json) {
    if (!json.endsWith("}")) {
      return json;
    }
    int spaces = random.nextInt(LONGEST_PADDING + 1);
    return json.substring(0, json.length() - 1) + " ".repeat(spaces) + "}";
  }
}
