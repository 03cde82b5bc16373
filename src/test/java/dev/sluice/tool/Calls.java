package dev.sluice.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.id.UserId;
import dev.sluice.json.Json;
import dev.sluice.resilience.Cancellation;
import java.time.Instant;

/** Tool calls as the loop would make them, always of the same run. */
public final class Calls {
  public static final RunId RUN = new RunId("run_1");
  public static final ConversationId CONVERSATION = new ConversationId("conv_1");
  public static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

  private Calls() {}

  public static ToolCall of(String name, String input) {
    return of(name, input, new Cancellation());
  }

  public static ToolCall of(String name, String input, Cancellation cancellation) {
    return of(name, Json.parseObject(input), NEVER, cancellation);
  }

  public static ToolCall of(
      String name, ObjectNode input, Instant deadline, Cancellation cancellation) {
    return new ToolCall(
        RUN,
        CONVERSATION,
        new UserId("ann"),
        new ToolUseId("toolu_1"),
        name,
        input,
        deadline,
        cancellation);
  }
}
