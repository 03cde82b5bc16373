package dev.sluice;

import dev.sluice.agent.AgentConfig;
import dev.sluice.config.ConfigLoader;
import dev.sluice.json.Json;
import java.nio.file.Path;
import java.util.Optional;

/** Turns an agent's system prompt into the raw form that conversations keep. */
final class SystemPrompts {
  private SystemPrompts() {}

  /**
   * A JSON array of text blocks; empty when there is no prompt. Reads the file, if there is one.
   */
  static String json(AgentConfig agent, Optional<Path> folder) {
    var blocks = Json.MAPPER.createArrayNode();
    agent
        .systemPrompt()
        .or(() -> agent.systemPromptFile().map(file -> read(file, folder)))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> blocks.addObject().put("type", "text").put("text", text));
    return Json.write(blocks);
  }

  private static String read(Path file, Optional<Path> folder) {
    return ConfigLoader.read(folder.map(path -> path.resolve(file)).orElse(file));
  }
}
