package dev.sluice.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One message of a conversation: a role and its content blocks in order.
 *
 * @param model the model that made it; empty for people's messages and for what we wrote ourselves
 */
public record Message(Role role, List<Block> blocks, Optional<String> model) {
  public Message {
    blocks = List.copyOf(blocks);
  }

  public static Message user(List<Block> blocks) {
    return new Message(Role.USER, blocks, Optional.empty());
  }

  public static Message assistant(List<Block> blocks) {
    return new Message(Role.ASSISTANT, blocks, Optional.empty());
  }

  public static Message assistant(List<Block> blocks, String model) {
    return new Message(Role.ASSISTANT, blocks, Optional.of(model));
  }

  /**
   * As it may be sent to the model: thinking is bound to the model that thought, so another model's
   * is left out. The same model always gets the same bytes.
   */
  public Message readableBy(String reader) {
    boolean foreign = model.isPresent() && !model.get().equals(reader);
    return foreign
        ? new Message(role, blocks.stream().filter(block -> !block.isThinking()).toList(), model)
        : this;
  }

  /** The blocks as one JSON array, each block as it was kept. */
  public String content() {
    return blocks.stream().map(Block::json).collect(Collectors.joining(",", "[", "]"));
  }

  /** The visible text: all text blocks joined. */
  public String text() {
    return blocks.stream()
        .filter(Block::isText)
        .map(b -> b.node().path("text").asText())
        .collect(Collectors.joining());
  }

  /**
   * Blocks from a JSON array. Blocks come out re-serialised: for what was kept before, store and
   * read {@link #content()} with {@link RawBlocks#split}.
   */
  public static List<Block> blocksOf(String array) {
    if (!(Json.parse(array) instanceof ArrayNode nodes)) {
      throw new InvalidJson("content must be an array of blocks");
    }
    var blocks = new ArrayList<Block>(nodes.size());
    nodes.forEach(node -> blocks.add(Block.of(node)));
    return List.copyOf(blocks);
  }
}
