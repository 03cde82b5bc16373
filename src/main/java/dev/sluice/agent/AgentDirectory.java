package dev.sluice.agent;

import dev.sluice.conversation.AgentSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The agents by name, each as new conversations will keep it, and which channel uses which. */
public final class AgentDirectory {
  private final Map<String, AgentSnapshot> agents;
  private final Map<String, String> channels;
  private final String standard;
  private final Set<String> models;

  /**
   * @param channels agent name by channel name
   * @param standard the agent of channels that are not named
   * @param models what a caller may ask for instead of an agent's own model
   */
  public AgentDirectory(
      Map<String, AgentSnapshot> agents,
      Map<String, String> channels,
      String standard,
      Set<String> models) {
    this.agents = Map.copyOf(agents);
    this.channels = Map.copyOf(channels);
    this.standard = standard;
    this.models = Set.copyOf(models);
  }

  /** The agent asked for, or the channel's; empty when there is none of that name. */
  public Optional<AgentSnapshot> find(Optional<String> asked, String channel) {
    String name = asked.orElseGet(() -> channels.getOrDefault(channel, standard));
    return Optional.ofNullable(agents.get(name));
  }

  public Set<String> names() {
    return agents.keySet();
  }

  public Set<String> models() {
    return models;
  }
}
