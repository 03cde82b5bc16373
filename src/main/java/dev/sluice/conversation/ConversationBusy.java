package dev.sluice.conversation;

import dev.sluice.id.RunId;

/** The conversation has an active run: cancel it first, then try again. */
public final class ConversationBusy extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient RunId run;

  public ConversationBusy(RunId run) {
    super("the conversation has an active run: " + run, null, false, false);
    this.run = run;
  }

  public RunId run() {
    return run;
  }
}
