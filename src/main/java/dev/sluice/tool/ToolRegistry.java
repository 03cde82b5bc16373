package dev.sluice.tool;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tools of a process by name, in the order given. Immutable. */
public final class ToolRegistry {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final Map<String, Tool> tools;

  /** Refuses a name that the model's provider would refuse, and a name that is there already. */
  public ToolRegistry(Collection<? extends Tool> tools) {
    var byName = new LinkedHashMap<String, Tool>();
    for (Tool tool : tools) {
      String name = tool.spec().name();
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "tool name \"" + name + "\" must be 1 to 64 letters, digits, '_' or '-'");
      }
      if (byName.putIfAbsent(name, tool) != null) {
        throw new IllegalArgumentException("two tools are named \"" + name + "\"; rename one");
      }
    }
    this.tools = Collections.unmodifiableMap(byName);
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  public List<String> names() {
    return List.copyOf(tools.keySet());
  }

  public Collection<Tool> tools() {
    return tools.values();
  }
}
