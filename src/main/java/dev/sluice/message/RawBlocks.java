package dev.sluice.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a JSON array of blocks into its blocks without touching a character of them. */
public final class RawBlocks {
  /** One level more than a block may have, for the array around it. */
  private static final JsonFactory ARRAYS =
      JsonFactory.builder()
          .streamReadConstraints(
              Json.MAPPER
                  .getFactory()
                  .streamReadConstraints()
                  .rebuild()
                  .maxNestingDepth(Json.MAX_DEPTH + 1)
                  .build())
          .build();

  private RawBlocks() {}

  public static List<Block> split(String array) {
    try (JsonParser parser = ARRAYS.createParser(array)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new InvalidJson("content must be an array of blocks");
      }
      var blocks = new ArrayList<Block>();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        int to = (int) parser.currentTokenLocation().getCharOffset() + 1;
        blocks.add(Block.of(array.substring(from, to)));
      }
      if (parser.currentToken() != JsonToken.END_ARRAY || parser.nextToken() != null) {
        throw new InvalidJson("content must be an array of blocks");
      }
      return List.copyOf(blocks);
    } catch (IOException e) {
      throw new InvalidJson("malformed block list");
    }
  }
}
