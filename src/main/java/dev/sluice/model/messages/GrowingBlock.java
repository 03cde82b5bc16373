package dev.sluice.model.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import dev.sluice.message.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One content block between its start and its stop. The shell's fields and their order stay; only
 * what deltas spoke of is replaced, and a shell without deltas stays character for character.
 */
final class GrowingBlock {
  private final String type;
  private final String shell;
  private final List<String> citations = new ArrayList<>();
  private @Nullable StringBuilder text;
  private @Nullable StringBuilder thinking;
  private @Nullable StringBuilder input;
  private @Nullable String signature;
  private boolean stopped;

  GrowingBlock(String type, String shell) {
    this.type = type;
    this.shell = shell;
  }

  void text(String more) {
    text = grown(text, more);
  }

  void thinking(String more) {
    thinking = grown(thinking, more);
  }

  void input(String more) {
    input = grown(input, more);
  }

  void signature(String whole) {
    signature = whole;
  }

  void citation(String raw) {
    citations.add(raw);
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  boolean isText() {
    return type.equals("text");
  }

  /** A call without any argument: its tool takes none, or it was cut off at its very start. */
  boolean isBareCall() {
    return isToolUse() && hasNoFragments() && Json.parseObject(shell).path("input").isEmpty();
  }

  /** Empty when the tool input that came is not a JSON object. */
  Optional<Block> block() {
    var changed = new LinkedHashMap<String, String>();
    if (input != null && !hasNoFragments()) {
      Optional<String> whole = wholeInput(input.toString());
      if (whole.isEmpty()) {
        return Optional.empty();
      }
      changed.put("input", whole.get());
    } else if (isToolUse() && !Json.parseObject(shell).has("input")) {
      changed.put("input", "{}");
    }
    if (text != null) {
      changed.put("text", WireText.quoted(inShell("text") + text));
    }
    if (thinking != null) {
      changed.put("thinking", WireText.quoted(inShell("thinking") + thinking));
    }
    if (signature != null) {
      changed.put("signature", WireText.quoted(signature));
    }
    if (!citations.isEmpty()) {
      changed.put("citations", allCitations());
    }
    return Optional.of(new Block(type, changed.isEmpty() ? shell : withFields(changed)));
  }

  private boolean isToolUse() {
    return type.endsWith("tool_use");
  }

  private boolean hasNoFragments() {
    return input == null || input.toString().isBlank();
  }

  private static Optional<String> wholeInput(String fragments) {
    try {
      ObjectNode parsed = Json.parseObject(fragments);
      return Optional.of(WireText.isEncodable(fragments) ? fragments : WireText.escaped(parsed));
    } catch (InvalidJson e) {
      return Optional.empty();
    }
  }

  private String allCitations() {
    var all = new ArrayList<String>();
    Json.parseObject(shell).path("citations").forEach(node -> all.add(Json.write(node)));
    all.addAll(citations);
    return all.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private String inShell(String field) {
    return Json.parseObject(shell).path(field).asText("");
  }

  private String withFields(Map<String, String> changed) {
    var fields = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> field : Json.parseObject(shell).properties()) {
      fields.put(field.getKey(), WireText.written(field.getValue()));
    }
    fields.putAll(changed);
    return fields.entrySet().stream()
        .map(field -> WireText.quoted(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static StringBuilder grown(@Nullable StringBuilder soFar, String more) {
    return (soFar == null ? new StringBuilder() : soFar).append(more);
  }
}
