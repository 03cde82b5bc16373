package dev.sluice.tool.builtin;

final class MemoryNoteStoreTest extends NoteStoreContract {
  private final MemoryNoteStore notes = new MemoryNoteStore();

  @Override
  protected NoteStore notes() {
    return notes;
  }
}
