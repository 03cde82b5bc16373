package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.PrefixBlock.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request as the flat list of blocks that the model reads: tools, system, messages. */
final class Prefix {
  private static final int TOKENS_PER_MESSAGE = 3;

  private final List<PrefixBlock> blocks = new ArrayList<>();

  private Prefix() {}

  static List<PrefixBlock> of(ObjectNode body) {
    Prefix prefix = new Prefix();
    prefix.addAll(Section.TOOLS, "", "tools", body.path("tools"));
    prefix.addAll(Section.SYSTEM, "", "system", asBlocks(body.path("system")));
    int index = 0;
    for (JsonNode message : body.path("messages")) {
      String path = "messages.%d.content".formatted(index++);
      JsonNode content = asBlocks(message.path("content"));
      prefix.addAll(Section.MESSAGES, message.path("role").asText(), path, content);
    }
    prefix.markAutomatically(body.path("cache_control"));
    return List.copyOf(prefix.blocks);
  }

  /** Text stands for a list of one text block. */
  static JsonNode asBlocks(JsonNode content) {
    return content.isTextual()
        ? Json.array().add(Json.object().put("type", "text").put("text", content.asText()))
        : content;
  }

  private void addAll(Section section, String role, String path, JsonNode list) {
    int index = 0;
    for (JsonNode node : list) {
      int frame = section == Section.MESSAGES && index == 0 ? TOKENS_PER_MESSAGE : 0;
      long tokens = TokenEstimate.ofBlock(node) + frame;
      String place = path + "." + index++;
      blocks.add(new PrefixBlock(section, role, place, node, tokens, ttl(node)));
    }
  }

  private void markAutomatically(JsonNode cacheControl) {
    if (!cacheControl.isObject()) {
      return;
    }
    for (int i = blocks.size() - 1; i >= 0; i--) {
      PrefixBlock block = blocks.get(i);
      if (block.cacheable()) {
        Ttl own = block.breakpoint();
        blocks.set(i, block.withBreakpoint(Objects.requireNonNullElse(own, Ttl.of(cacheControl))));
        return;
      }
    }
  }

  private static @Nullable Ttl ttl(JsonNode node) {
    JsonNode cacheControl = node.path("cache_control");
    return cacheControl.isObject() ? Ttl.of(cacheControl) : null;
  }
}
