package dev.sluice.model;

import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import java.util.List;
import java.util.Optional;

/**
 * A complete message of the model.
 *
 * @param blocks in order, to be sent back unchanged
 * @param stopDetails raw JSON, present with a refusal
 * @param requestId the provider's, for every log line and every question to them
 */
public record ModelReply(
    String messageId,
    String model,
    List<Block> blocks,
    StopReason stopReason,
    Optional<String> stopSequence,
    Optional<String> stopDetails,
    Usage usage,
    Optional<String> requestId) {

  public ModelReply {
    blocks = List.copyOf(blocks);
  }
}
