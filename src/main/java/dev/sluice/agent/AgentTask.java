package dev.sluice.agent;

import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Message;
import dev.sluice.model.Thinking;
import dev.sluice.resilience.Cancellation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One run, as the loop needs it.
 *
 * @param model the snapshot's, or what was asked for instead
 * @param history the conversation before this run
 * @param journal what earlier epochs finished; the loop goes on after it
 * @param shownTools tool calls whose start the reader has seen in an earlier epoch
 * @param deadline nothing starts that cannot begin before it
 * @param attended somebody waits for the answer; without, the run can be parked during an outage
 * @param parkings so often it was given back to wait for a model
 * @param yield asked at each turn boundary: true ends the loop there, to be continued elsewhere
 */
public record AgentTask(
    RunId run,
    ConversationId conversation,
    UserId user,
    AgentSnapshot snapshot,
    String model,
    Thinking thinking,
    List<Message> history,
    Message input,
    List<Journal.Entry> journal,
    Set<String> shownTools,
    Instant deadline,
    boolean attended,
    int parkings,
    Cancellation cancellation,
    BooleanSupplier yield) {
  public AgentTask {
    history = List.copyOf(history);
    journal = List.copyOf(journal);
    shownTools = Set.copyOf(shownTools);
  }
}
