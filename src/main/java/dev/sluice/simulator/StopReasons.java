package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.MessagesRequest;
import dev.sluice.simulator.wire.Usage;
import org.jspecify.annotations.Nullable;

/** Finds out why a message ends: cut off, told so by the script, or by itself. */
final class StopReasons {
  private boolean truncated;
  private boolean usedTool;
  private @Nullable String foundSequence;
  private @Nullable String reason;
  private @Nullable String sequence;
  private @Nullable JsonNode details;

  /** Whether no further step may follow. */
  boolean decided() {
    return truncated || foundSequence != null;
  }

  boolean refused() {
    return "refusal".equals(reason);
  }

  void truncated() {
    truncated = true;
  }

  void usedTool() {
    usedTool = true;
  }

  void scripted(String stopReason, @Nullable String stopSequence) {
    reason = stopReason;
    sequence = stopSequence;
  }

  void details(JsonNode stopDetails) {
    details = stopDetails;
  }

  /** The text up to the first of the request's stop sequences. */
  String cutAtSequence(String text, MessagesRequest request) {
    int end = text.length();
    for (String candidate : request.stopSequences()) {
      int at = candidate.isEmpty() ? -1 : text.indexOf(candidate);
      if (at >= 0 && at < end) {
        end = at;
        foundSequence = candidate;
      }
    }
    return text.substring(0, end);
  }

  ObjectNode messageDelta(Usage usage) {
    if (truncated) {
      return Shells.messageDelta("max_tokens", null, null, usage);
    }
    if (foundSequence != null) {
      return Shells.messageDelta("stop_sequence", foundSequence, null, usage);
    }
    String natural = usedTool ? "tool_use" : "end_turn";
    return Shells.messageDelta(reason == null ? natural : reason, sequence, details, usage);
  }
}
