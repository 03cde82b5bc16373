package dev.sluice.run;

import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import java.util.List;

/** The truth store's answer to a new run. */
public sealed interface Acceptance {

  /** Committed. {@code interrupted} are the runs that were asked to stop for it. */
  record Accepted(Run run, List<RunId> interrupted) implements Acceptance {
    public Accepted {
      interrupted = List.copyOf(interrupted);
    }
  }

  /** The same request had been accepted before. */
  record Replayed(Run run) implements Acceptance {}

  /** The idempotency key was used for another request. */
  record KeyReused() implements Acceptance {}

  /** The conversation has an unfinished run, and the caller did not want to wait. */
  record Busy(RunId active) implements Acceptance {}

  /** No such conversation for this user. */
  record NoConversation(ConversationId asked) implements Acceptance {}

  /** Too many runs wait already. */
  record QueueFull(int queued) implements Acceptance {}
}
