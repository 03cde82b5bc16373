package dev.sluice.model;

import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import java.util.List;

/**
 * What was received of a message that never became complete.
 *
 * @param sent false only when it is certain that the provider never got the request
 * @param started true once the provider reported its input count: {@code usage} is exact but for
 *     output
 * @param blocks the complete blocks, and of an incomplete text block what had come
 * @param usage as last reported; its output count is preliminary
 * @param receivedChars characters of text, thinking and tool input received: the base of an
 *     estimate of the output
 */
public record PartialReply(
    boolean sent, boolean started, List<Block> blocks, Usage usage, long receivedChars) {
  public static final PartialReply NOT_SENT =
      new PartialReply(false, false, List.of(), Usage.ZERO, 0);
  public static final PartialReply UNANSWERED =
      new PartialReply(true, false, List.of(), Usage.ZERO, 0);

  public PartialReply {
    blocks = List.copyOf(blocks);
  }
}
