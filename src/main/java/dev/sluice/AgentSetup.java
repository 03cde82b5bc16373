package dev.sluice;

import dev.sluice.agent.AgentConfig;
import dev.sluice.agent.AgentDirectory;
import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.tool.ToolDefinitions;
import dev.sluice.tool.ToolRunner;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Makes the agents of the configuration: each as new conversations will keep it. */
final class AgentSetup {
  private AgentSetup() {}

  static AgentDirectory directory(SluiceConfig config, Optional<Path> folder, ToolRunner tools) {
    var snapshots = new HashMap<String, AgentSnapshot>();
    var models = new HashSet<>(config.model().alsoAllowed());
    config
        .agents()
        .forEach(
            (name, agent) -> {
              models.add(config.modelOf(agent));
              snapshots.put(name, snapshot(name, config, agent, folder, tools));
            });
    return new AgentDirectory(snapshots, config.channels(), config.defaultAgent(), models);
  }

  /** The agent of channels that name none, as a new conversation would keep it. */
  static AgentSnapshot standard(SluiceConfig config, Optional<Path> folder, ToolRunner tools) {
    return directory(config, folder, tools)
        .find(Optional.of(config.defaultAgent()), "")
        .orElseThrow(() -> new IllegalStateException("checked with the configuration"));
  }

  private static AgentSnapshot snapshot(
      String name,
      SluiceConfig config,
      AgentConfig agent,
      Optional<Path> folder,
      ToolRunner tools) {
    // Tools that only the simulator answers are absent when a real model does.
    List<String> present =
        agent.tools().stream().filter(tool -> tools.find(tool).isPresent()).toList();
    return new AgentSnapshot(
        name,
        config.modelOf(agent),
        agent.maxTokens(),
        SystemPrompts.json(agent, folder),
        ToolDefinitions.json(tools.specs(present)),
        present,
        agent.thinking().name());
  }
}
