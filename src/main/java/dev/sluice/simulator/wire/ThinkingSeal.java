package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Signs thinking blocks so that a later request can be checked against the prefix they were made
 * for. A seal grows with the conversation: each block that is added becomes part of what the next
 * signature stands for.
 */
public final class ThinkingSeal {
  private static final int MODEL = 16;
  private static final int PREFIX = 32;
  private static final int TEXT = 16;
  private static final int CHECK = 16;

  private final String model;
  private Chain chain;

  private ThinkingSeal(String model) {
    this.model = model;
    this.chain = Chain.of("sealed");
  }

  /** A seal that stands at the end of this request, ready for the blocks of its reply. */
  public static ThinkingSeal after(MessagesRequest request) {
    ThinkingSeal seal = new ThinkingSeal(request.model().id());
    request.prefix().forEach(seal::add);
    return seal;
  }

  /** The signature of a block that stands next and shows this text. */
  public String sign(String shown) {
    String head =
        Chain.digest(model).substring(0, MODEL)
            + chain.value().substring(0, PREFIX)
            + Chain.digest(shown).substring(0, TEXT);
    String check = Chain.digest("check" + head).substring(0, CHECK);
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex("12a3" + head + check));
  }

  /** Moves past a block of the reply. */
  public void add(JsonNode replyBlock) {
    add(new PrefixBlock(PrefixBlock.Section.MESSAGES, "assistant", "", replyBlock, 0, null));
  }

  /** The complaint about the first block that does not belong where it stands, or null. */
  static @Nullable String complaint(MessagesRequest request) {
    ThinkingSeal seal = new ThinkingSeal(request.model().id());
    for (PrefixBlock block : request.prefix()) {
      if (block.node().path("type").asText().equals("thinking")) {
        String complaint = seal.check(block.node());
        if (complaint != null) {
          return block.path() + ": " + complaint;
        }
      }
      seal.add(block);
    }
    return null;
  }

  private void add(PrefixBlock block) {
    chain = chain.then(block);
  }

  private @Nullable String check(JsonNode block) {
    String signature = block.path("signature").asText();
    if (signature.equals(sign(block.path("thinking").asText()))) {
      return null;
    }
    String invalid = "Invalid `signature` in `thinking` block.";
    String hex = decode(signature);
    if (hex == null) {
      return invalid;
    }
    String head = hex.substring(4, 4 + MODEL + PREFIX + TEXT);
    if (!hex.endsWith(Chain.digest("check" + head).substring(0, CHECK))) {
      return invalid;
    }
    if (!head.startsWith(Chain.digest(model).substring(0, MODEL))) {
      return invalid + " The block is bound to a different model.";
    }
    return head.startsWith(chain.value().substring(0, PREFIX), MODEL)
        ? "`thinking` or `redacted_thinking` blocks in the latest assistant message cannot be"
            + " modified. These blocks must remain as they were in the original response."
        : invalid + " The block is bound to a different conversation.";
  }

  private static @Nullable String decode(String signature) {
    try {
      String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(signature));
      return hex.length() == 4 + MODEL + PREFIX + TEXT + CHECK ? hex : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
