package dev.sluice.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.id.UserId;
import dev.sluice.resilience.Cancellation;
import java.time.Instant;

/**
 * One call of a tool by the model.
 *
 * @param deadline nothing of it may go on after this
 * @param cancellation fires when the run is cancelled or the call timed out: abort what is under
 *     way
 */
public record ToolCall(
    RunId run,
    ConversationId conversation,
    UserId user,
    ToolUseId id,
    String name,
    ObjectNode input,
    Instant deadline,
    Cancellation cancellation) {

  /** The same after a crash and a second try, and different for every other call. */
  public String idempotencyKey() {
    return run + ":" + id;
  }
}
