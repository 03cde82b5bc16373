package dev.sluice.model.chain;

import dev.sluice.id.UserId;
import dev.sluice.limit.Priority;
import dev.sluice.model.ModelRequest;
import java.time.Instant;
import java.util.function.Function;

/**
 * One turn to be had from the chain.
 *
 * @param model the one asked for, at the primary endpoint
 * @param request what is sent to a target: thinking of other makers must be left out
 * @param attended somebody waits for the answer
 * @param deadline nothing starts that cannot be done before it
 * @param drill begins with the first fallback on purpose
 */
public record TurnRequest(
    String model,
    Function<ModelTarget, ModelRequest> request,
    boolean attended,
    UserId user,
    Instant deadline,
    boolean drill) {

  TurnRequest until(Instant other) {
    return new TurnRequest(model, request, attended, user, other, drill);
  }

  Priority priority() {
    return attended ? Priority.INTERACTIVE : Priority.BACKGROUND;
  }
}
