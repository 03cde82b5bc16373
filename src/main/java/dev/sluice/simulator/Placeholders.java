package dev.sluice.simulator;

import dev.sluice.simulator.wire.MessagesRequest;
import dev.sluice.simulator.wire.MessagesRequest.ToolResult;
import java.util.stream.Collectors;

/** Lets a scripted text refer to the request that it answers. */
final class Placeholders {
  private Placeholders() {}

  static String fill(String text, MessagesRequest request) {
    if (!text.contains("{{")) {
      return text;
    }
    String results =
        request.toolResults().stream().map(ToolResult::text).collect(Collectors.joining(", "));
    return text.replace("{{turn}}", Integer.toString(request.turn()))
        .replace("{{results}}", results)
        .replace("{{text}}", request.question());
  }
}
