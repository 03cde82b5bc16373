package dev.sluice.store.sqlite;

import dev.sluice.id.ConversationId;
import dev.sluice.store.sqlite.Lanes.Lane;
import dev.sluice.tool.builtin.NoteStore;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Notes, each once per conversation and hash. */
final class SqliteNoteStore implements NoteStore {
  private final Writer writer;
  private final Readers readers;

  SqliteNoteStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Future<Note> save(ConversationId conversation, String hash, String text, Instant at) {
    return writer.write(Lane.CONTROL, db -> save(db, conversation.value(), hash, text, at));
  }

  @Override
  public Future<List<Note>> list(ConversationId conversation) {
    return readers.read(
        db ->
            db.list(
                "SELECT hash, text, saved_at FROM note WHERE conversation = ? ORDER BY id",
                SqliteNoteStore::note,
                conversation.value()));
  }

  private static Note save(Db db, String conversation, String hash, String text, Instant at)
      throws SQLException {
    db.update(
        """
        INSERT INTO note (conversation, hash, text, saved_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (conversation, hash) DO NOTHING
        """,
        conversation,
        hash,
        text,
        at);
    return db.first(
            "SELECT hash, text, saved_at FROM note WHERE conversation = ? AND hash = ?",
            SqliteNoteStore::note,
            conversation,
            hash)
        .orElseThrow();
  }

  private static Note note(Row row) throws SQLException {
    return new Note(row.text("hash"), row.text("text"), row.time("saved_at"));
  }
}
