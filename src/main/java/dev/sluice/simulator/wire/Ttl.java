package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** How long a cached prefix lives. */
public enum Ttl {
  FIVE_MINUTES(Duration.ofMinutes(5)),
  ONE_HOUR(Duration.ofHours(1));

  private final Duration duration;

  Ttl(Duration duration) {
    this.duration = duration;
  }

  public Duration duration() {
    return duration;
  }

  static Ttl of(JsonNode cacheControl) {
    return cacheControl.path("ttl").asText().equals("1h") ? ONE_HOUR : FIVE_MINUTES;
  }
}
