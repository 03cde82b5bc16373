package dev.sluice.agent;

import dev.sluice.message.Block;
import dev.sluice.model.ModelReply;
import dev.sluice.model.StopReason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Looks at a whole reply before it is journalled: what is journalled must be readable for ever. */
final class ReplyCheck {
  private ReplyCheck() {}

  /** What is wrong with it, in words that quote nothing of it; empty when all is well. */
  static Optional<String> defect(ModelReply reply, Transcript before) {
    return asksForNothing(reply)
        ? Optional.of("it asks for a tool call that cannot be read")
        : toolIdDefect(reply.blocks(), before);
  }

  /** Calls whose input is no JSON were left out; with nothing else said, nothing is left. */
  private static boolean asksForNothing(ModelReply reply) {
    return reply.stopReason().kind() == StopReason.Kind.TOOL_USE
        && reply.blocks().stream().noneMatch(block -> block.isToolUse() || block.isText());
  }

  private static Optional<String> toolIdDefect(List<Block> blocks, Transcript before) {
    var seen = new HashSet<String>();
    for (Block block : blocks) {
      if (!block.isToolUse()) {
        continue;
      }
      String id;
      try {
        id = ToolUse.of(block).id().value();
      } catch (IllegalArgumentException e) {
        return Optional.of("a " + e.getMessage());
      }
      if (!seen.add(id) || before.knows(id)) {
        return Optional.of("two of its tool calls in one run have the same id");
      }
    }
    return Optional.empty();
  }
}
