package dev.sluice;

import dev.sluice.json.Json;
import dev.sluice.tool.ToolSpec.Importance;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The tools that ship as declared ones, answered by the simulator. */
final class SimulatedTools {
  private SimulatedTools() {}

  static DeclaredTool declared(String name, String description, String input, String meaning) {
    var schema = Json.object().put("type", "object");
    var property = Json.object().put("type", "string").put("description", meaning);
    property.put("minLength", 1).put("maxLength", 500);
    schema.putObject("properties").set(input, property);
    schema.putArray("required").add(input);
    schema.put("additionalProperties", false);
    return new DeclaredTool(
        name,
        description,
        schema,
        URI.create("simulator:/simulator/tools/" + name),
        Duration.ofSeconds(10),
        true,
        Importance.OPTIONAL,
        Map.of());
  }
}
