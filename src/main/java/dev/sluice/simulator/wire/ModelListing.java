package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spells models as {@code GET /v1/models} does. */
public final class ModelListing {
  private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");
  private static final List<String> THINKING =
      List.of("adaptive", "between_tools", "disabled", "enabled");
  private static final List<String> ABILITIES =
      List.of("batch", "image_input", "pdf_input", "citations", "structured_outputs");

  private ModelListing() {}

  /**
   * One page of the list.
   *
   * @param limit the longest page
   * @param after the id before the first one wanted
   * @param before the id after the last one wanted
   */
  public static ObjectNode page(
      List<ModelTraits> models, int limit, @Nullable String after, @Nullable String before) {
    int from = after == null ? 0 : indexOf(models, after) + 1;
    int to = before == null ? models.size() : Math.max(from, indexOf(models, before));
    List<ModelTraits> rest = models.subList(from, to);
    List<ModelTraits> page = rest.subList(0, Math.min(limit, rest.size()));
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    page.forEach(model -> data.add(one(model)));
    json.put("has_more", page.size() < rest.size());
    json.put("first_id", page.isEmpty() ? null : page.getFirst().id());
    json.put("last_id", page.isEmpty() ? null : page.getLast().id());
    return json;
  }

  /** One model with its capabilities. */
  public static ObjectNode one(ModelTraits model) {
    ObjectNode json = Json.object().put("type", "model").put("id", model.id());
    json.put("display_name", model.name()).put("line", model.line());
    json.put("created_at", model.created() + "T00:00:00Z").put("lifecycle", model.lifecycle());
    json.putNull("deprecated_at").putNull("retires_at");
    json.put("max_input_tokens", model.maxInput()).put("max_tokens", model.maxOutput());
    json.set("capabilities", capabilities(model));
    return json;
  }

  private static ObjectNode capabilities(ModelTraits model) {
    ObjectNode all = Json.object();
    ABILITIES.forEach(name -> all.set(name, supported(true)));
    ObjectNode effort = supported(true);
    EFFORTS.forEach(level -> effort.set(level, supported(true)));
    all.set("effort", effort);
    ObjectNode types = Json.object();
    THINKING.forEach(type -> types.set(type, supported(model.thinking().contains(type))));
    ObjectNode thinking = supported(true);
    thinking.set("types", types);
    all.set("thinking", thinking);
    return all;
  }

  private static ObjectNode supported(boolean supported) {
    return Json.object().put("supported", supported);
  }

  private static int indexOf(List<ModelTraits> models, String id) {
    return models.stream().map(ModelTraits::id).toList().indexOf(id);
  }
}
