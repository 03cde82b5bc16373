package dev.sluice.tool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.json.Json;
import java.util.List;

/** How tools are shown to the model: the {@code tools} field of a Messages API request. */
public final class ToolDefinitions {
  private ToolDefinitions() {}

  /**
   * A compact JSON array, one object per spec in the given order. The same specs give the same
   * bytes, so that the provider's prompt cache holds.
   */
  public static String json(List<ToolSpec> specs) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (ToolSpec spec : specs) {
      array
          .addObject()
          .put("name", spec.name())
          .put("description", spec.description())
          .set("input_schema", Json.parseObject(spec.inputSchema()));
    }
    return Json.write(array);
  }
}
