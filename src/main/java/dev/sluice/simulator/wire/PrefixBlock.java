package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One block of a request in the order in which the model reads it.
 *
 * @param role empty for tools and system
 * @param path where it stands in the request, for error messages
 * @param breakpoint the life of the cache entry that ends here, if one is asked for
 */
record PrefixBlock(
    Section section,
    String role,
    String path,
    JsonNode node,
    long tokens,
    @Nullable Ttl breakpoint) {

  /** The parts of a request in the order of the prefix. */
  enum Section {
    TOOLS,
    SYSTEM,
    MESSAGES
  }

  boolean cacheable() {
    return switch (node.path("type").asText()) {
      case "thinking", "redacted_thinking" -> false;
      case "text" -> !node.path("text").asText().isEmpty();
      default -> true;
    };
  }

  PrefixBlock withBreakpoint(Ttl ttl) {
    return new PrefixBlock(section, role, path, node, tokens, ttl);
  }
}
