package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a scripted reply does; what each means in YAML is told in the documentation. */
public sealed interface Step {
  /** Text; adjacent texts, even around pings and pauses, are one block. */
  record Text(String text, @Nullable Pace pace) implements Step {}

  /** So many deltas of text, each the time at which it is sent, as {@link Stamp} writes it. */
  record Stamps(int count, Duration every) implements Step {}

  /** A thinking block with its signature; the text is shown only if the request wants it. */
  record Thinking(String text, @Nullable Pace pace) implements Step {}

  record RedactedThinking(String data) implements Step {}

  /** A tool call whose input arrives in these pieces, which need not be valid JSON. */
  record ToolUse(String name, List<String> fragments, @Nullable Pace pace) implements Step {
    public ToolUse {
      fragments = List.copyOf(fragments);
    }
  }

  record Ping() implements Step {}

  record Pause(Duration length) implements Step {}

  /** These characters, just as they are, between two events. */
  record Raw(String text) implements Step {}

  /** An event of a type that no client knows. */
  record UnknownEvent(String name, JsonNode data) implements Step {}

  /** A delta of a type that no client knows, inside the open block. */
  record UnknownDelta(JsonNode delta) implements Step {}

  /** A complete block of any type. */
  record UnknownBlock(JsonNode block) implements Step {}

  /** An {@code error} event, after which the connection closes. */
  record Failure(String type, String message, @Nullable String code) implements Step {}

  /** The connection breaks. */
  record Reset() implements Step {}

  /** The stream ends cleanly, before {@code message_stop}. */
  record Cut() implements Step {}

  /** Not another byte, for as long as the caller waits. */
  record Stall() implements Step {}

  /** What {@code message_delta} will say instead of the natural reason. */
  record StopReason(String reason, @Nullable String sequence) implements Step {}

  record StopDetails(JsonNode details) implements Step {}
}
