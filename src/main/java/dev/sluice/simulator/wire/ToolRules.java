package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and schemas of the tools, and the choice among them. */
final class ToolRules {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private ToolRules() {}

  static @Nullable String complaint(MessagesRequest request) {
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode tool : request.body().path("tools")) {
      String path = "tools.%d".formatted(index++);
      String name = tool.path("name").asText();
      if (!NAME.matcher(name).matches()) {
        return path + ".name: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'";
      }
      if (!names.add(name)) {
        return "tools: Tool names must be unique.";
      }
      if (isCustom(tool) && !tool.path("input_schema").path("type").asText().equals("object")) {
        return path + ".input_schema.type: Field required, and it must be `object`";
      }
    }
    return choice(request, names);
  }

  private static @Nullable String choice(MessagesRequest request, Set<String> names) {
    JsonNode choice = request.body().path("tool_choice");
    if (choice.isMissingNode()) {
      return null;
    }
    return switch (choice.path("type").asText()) {
      case "auto", "none" -> null;
      case "any" -> forced(request, names, null);
      case "tool" -> forced(request, names, choice.path("name").asText());
      default -> "tool_choice.type: Input should be `auto`, `any`, `tool` or `none`";
    };
  }

  private static @Nullable String forced(
      MessagesRequest request, Set<String> names, @Nullable String wanted) {
    if (!request.model().forcedTools()) {
      return "tool_choice: forced tool use is not supported by %s; use `auto` or `none`"
          .formatted(request.model().id());
    }
    if (names.isEmpty()) {
      return "tool_choice: may only be specified while providing tools";
    }
    return wanted != null && !names.contains(wanted)
        ? "tool_choice.name: Tool '%s' not found in provided tools".formatted(wanted)
        : null;
  }

  private static boolean isCustom(JsonNode tool) {
    return tool.path("type").asText("custom").equals("custom");
  }
}
