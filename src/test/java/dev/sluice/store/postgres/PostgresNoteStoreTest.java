package dev.sluice.store.postgres;

import dev.sluice.tool.builtin.NoteStore;
import dev.sluice.tool.builtin.NoteStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresNoteStoreTest extends NoteStoreContract {
  @RegisterExtension final OpenPostgres store = new OpenPostgres();

  @Override
  protected NoteStore notes() {
    return store.notes();
  }
}
