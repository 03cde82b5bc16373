package dev.sluice.store;

import dev.sluice.conversation.ConversationStore;
import dev.sluice.event.EventLog;
import dev.sluice.run.RunStore;
import dev.sluice.tool.builtin.NoteStore;

/** Stores that belong together, empty at first, on one clock. */
public interface StoresUnderTest {
  RunStore runs();

  EventLog log();

  ConversationStore conversations();

  NoteStore notes();

  ManualClock clock();
}
