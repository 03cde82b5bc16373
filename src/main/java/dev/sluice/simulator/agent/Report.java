package dev.sluice.simulator.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.MessagesRequest.ToolResult;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Tells in Markdown what the tools have brought, and which of them failed. */
final class Report {
  private static final Pattern DEGRADED =
      Pattern.compile("degraded(?!\"?\\s*:\\s*false)", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 1_200;

  private Report() {}

  static String of(List<ToolResult> results) {
    boolean allFailed = results.stream().allMatch(Report::failed);
    String opening = allFailed ? "I could not get an answer:" : "Here is what I found:";
    String lines = results.stream().map(Report::line).collect(Collectors.joining("\n"));
    boolean someFailed = results.stream().anyMatch(Report::failed);
    String closing =
        someFailed
            ? "What failed may work again later; ask me to try once more."
            : "Is there anything else that you would like to know?";
    return opening + "\n\n" + lines + "\n\n" + closing;
  }

  private static String line(ToolResult result) {
    String input = result.input().isEmpty() ? "" : " (" + inline(result.input()) + ")";
    String text = result.text().isBlank() ? "nothing" : quote(result.text());
    return failed(result)
        ? "- **%s**%s failed: %s".formatted(result.name(), input, text)
        : "- **%s**%s: %s".formatted(result.name(), input, text);
  }

  private static boolean failed(ToolResult result) {
    return result.isError() || DEGRADED.matcher(result.text()).find();
  }

  private static String quote(String text) {
    String readable = readable(text);
    return readable.length() <= LONGEST ? readable : cut(readable) + " …";
  }

  private static String cut(String text) {
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end);
  }

  private static String readable(String text) {
    try {
      JsonNode json = Json.parse(text);
      return json.isContainerNode() ? inline(json) : text.strip();
    } catch (JsonProcessingException _) {
      return text.strip();
    }
  }

  private static String inline(JsonNode json) {
    if (json.isObject()) {
      return json.properties().stream()
          .map(field -> field.getKey().replace('_', ' ') + " " + inline(field.getValue()))
          .collect(Collectors.joining(", "));
    }
    if (json.isArray()) {
      return StreamSupport.stream(json.spliterator(), false)
          .map(Report::inline)
          .collect(Collectors.joining("; "));
    }
    return json.asText();
  }
}
