package dev.sluice.agent;

import dev.sluice.id.ToolUseId;
import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The durable progress of one run under one epoch. Each write is done when it is durable, and fails
 * when a later epoch holds the run: then the loop must stop.
 */
public interface Journal {

  Future<Void> append(Entry entry);

  /** One step of progress. A new epoch continues after the last one. */
  sealed interface Entry {
    int turn();
  }

  /**
   * A turn's assistant message is complete.
   *
   * @param stopReason as on the wire
   */
  record TurnFinished(
      int turn,
      List<Block> blocks,
      String stopReason,
      String model,
      Usage usage,
      long costMicros,
      Optional<String> requestId)
      implements Entry {
    public TurnFinished {
      blocks = List.copyOf(blocks);
    }
  }

  /** Written before the call is made: after a crash, a call without a result may have happened. */
  record ToolCallStarted(int turn, ToolUseId toolUse, String name) implements Entry {}

  /**
   * @param kind how it ended: succeeded, failed, degraded, fatal
   * @param content what the model reads
   */
  record ToolCallFinished(
      int turn, ToolUseId toolUse, String name, Kind kind, String content, long durationMillis)
      implements Entry {

    /** How a tool call ended. */
    public enum Kind {
      SUCCEEDED,
      FAILED,
      DEGRADED,
      FATAL
    }
  }

  /** Money spent on a call that brought no turn: it failed, was cancelled or was lost. */
  record CallCharged(
      int turn,
      String model,
      Usage usage,
      long costMicros,
      boolean estimated,
      Optional<String> requestId)
      implements Entry {}
}
