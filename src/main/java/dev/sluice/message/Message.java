package dev.sluice.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One message of a conversation: a role and its content blocks in order. */
public record Message(Role role, List<Block> blocks) {
  public Message {
    blocks = List.copyOf(blocks);
  }

  public static Message user(List<Block> blocks) {
    return new Message(Role.USER, blocks);
  }

  public static Message assistant(List<Block> blocks) {
    return new Message(Role.ASSISTANT, blocks);
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
