package dev.sluice.drill;

import dev.sluice.tool.builtin.NoteStore;
import dev.sluice.tool.builtin.NoteStoreContract;

final class MemoryNotesTest extends NoteStoreContract {
  private final MemoryNotes notes = new MemoryNotes();

  @Override
  protected NoteStore notes() {
    return notes;
  }
}
