package dev.sluice.run;

import dev.sluice.agent.Journal;
import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.message.Message;
import java.util.List;

/** The answer to the wish to work on a run. */
public sealed interface Claim {

  /**
   * It is ours under {@code run.epoch()} until the lease ends.
   *
   * @param history the conversation's messages before this run
   * @param journal what earlier epochs had finished
   */
  record Held(Run run, AgentSnapshot snapshot, List<Message> history, List<Journal.Entry> journal)
      implements Claim {
    public Held {
      history = List.copyOf(history);
      journal = List.copyOf(journal);
    }
  }

  /**
   * It is ours, too, but its history or its journal cannot be read: it can only be put off or
   * ended.
   *
   * @param why of kind {@code CORRUPT}
   */
  record Unreadable(Run run, StoreException why) implements Claim {}

  /**
   * An earlier run of the conversation is unfinished, or it is not due: it will be offered again.
   */
  record NotYet() implements Claim {}

  /** It has ended, or somebody else holds it, or it never was. */
  record Gone() implements Claim {}
}
