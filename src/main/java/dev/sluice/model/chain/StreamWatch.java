package dev.sluice.model.chain;

import dev.sluice.json.Json;
import dev.sluice.model.ModelEvent;
import java.util.Set;

/** What has been seen of one stream, as far as it matters for doing it again. */
final class StreamWatch {
  /** Tools of the provider's own side that only read: to run them twice does no harm. */
  private static final Set<String> READING = Set.of("web_search", "web_fetch");

  private boolean content;
  private boolean shown;
  private boolean acted;

  void see(ModelEvent event) {
    switch (event) {
      case ModelEvent.BlockStarted block -> begin(block);
      case ModelEvent.TextDelta delta -> show(delta.text());
      case ModelEvent.ThinkingDelta delta -> show(delta.text());
      case ModelEvent.ToolInputDelta _, ModelEvent.SignatureDelta _, ModelEvent.CitationDelta _ ->
          content = true;
      case ModelEvent.HeadReceived _,
          ModelEvent.MessageStarted _,
          ModelEvent.BlockStopped _,
          ModelEvent.MessageChanged _,
          ModelEvent.MessageStopped _,
          ModelEvent.Ping _,
          ModelEvent.ErrorReported _,
          ModelEvent.Unknown _ -> {}
    }
  }

  private void begin(ModelEvent.BlockStarted block) {
    content = true;
    switch (block.type()) {
      case "text" -> show(Json.parseObject(block.shell()).path("text").asText());
      case "mcp_tool_use" -> acted = true;
      case "server_tool_use" -> {
        String name = Json.parseObject(block.shell()).path("name").asText();
        acted |= !READING.contains(name);
      }
      default -> {}
    }
  }

  private void show(String text) {
    content = true;
    shown |= !text.isEmpty();
  }

  /** The model has begun to answer. */
  boolean hasContent() {
    return content;
  }

  /** A reader may have seen something of it. */
  boolean hasShown() {
    return shown;
  }

  /** The provider ran a tool that may have changed something: never to be done again. */
  boolean hasActed() {
    return acted;
  }
}
