package dev.sluice.resume;

import com.fasterxml.jackson.databind.JsonNode;

/** One event as it came over the wire; {@code id} is empty when it had none. */
record Heard(String id, String name, JsonNode data) {

  boolean is(String other) {
    return name.equals(other);
  }

  /** An announced gap has no place of its own. */
  boolean isPlaced() {
    return !id.isEmpty();
  }
}
