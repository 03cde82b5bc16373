package dev.sluice.store.sqlite;

import dev.sluice.tool.builtin.NoteStore;
import dev.sluice.tool.builtin.NoteStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteNoteStoreTest extends NoteStoreContract {
  @RegisterExtension final OpenStore store = new OpenStore();

  @Override
  protected NoteStore notes() {
    return store.notes();
  }
}
