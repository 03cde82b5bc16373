package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The deltas of one step still to come, in pieces of text. */
record BlockRun(Kind kind, Iterator<String> pieces, Pace pace) {

  /** Which field of which delta carries the pieces. */
  enum Kind {
    TEXT("text_delta", "text"),
    THINKING("thinking_delta", "thinking"),
    HIDDEN_THINKING("", ""),
    STAMP("text_delta", "text"),
    INPUT("input_json_delta", "partial_json");

    private final String type;
    private final String field;

    Kind(String type, String field) {
      this.type = type;
      this.field = field;
    }

    boolean thinking() {
      return this == THINKING || this == HIDDEN_THINKING;
    }

    ObjectNode delta(String piece) {
      return Json.object().put("type", type).put(field, piece);
    }
  }

  static BlockRun of(Kind kind, String text, Pace pace) {
    Slices slices = new Slices(text, pace.charsPerDelta());
    return new BlockRun(kind, slices, pace);
  }

  /** The pieces only reserve the room; what stands in them is known when they are sent. */
  static BlockRun ofStamps(int count, Pace pace) {
    String room = "0".repeat(Stamp.LENGTH);
    return new BlockRun(Kind.STAMP, Collections.nCopies(count, room).iterator(), pace);
  }

  static BlockRun ofInput(List<String> fragments, Pace pace) {
    return new BlockRun(Kind.INPUT, fragments.iterator(), pace);
  }
}
