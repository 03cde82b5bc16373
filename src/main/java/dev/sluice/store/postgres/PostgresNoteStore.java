package dev.sluice.store.postgres;

import dev.sluice.id.ConversationId;
import dev.sluice.tool.builtin.NoteStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Notes, each once per conversation and hash. */
final class PostgresNoteStore implements NoteStore {
  private final Db db;

  PostgresNoteStore(Db db) {
    this.db = db;
  }

  @Override
  public Future<Note> save(ConversationId conversation, String hash, String text, Instant at) {
    return db.soon(session -> save(session, conversation, hash, text, at));
  }

  @Override
  public Future<List<Note>> list(ConversationId conversation) {
    return db.soon(
        session ->
            session.list(
                "SELECT hash, text, saved_at FROM note WHERE conversation = $1 ORDER BY id",
                PostgresNoteStore::note,
                conversation));
  }

  private static Future<Note> save(
      Session session, ConversationId conversation, String hash, String text, Instant at) {
    return session
        .update(
            """
            INSERT INTO note (conversation, hash, text, saved_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (conversation, hash) DO NOTHING
            """,
            conversation,
            hash,
            text,
            at)
        .compose(
            _ ->
                session.first(
                    "SELECT hash, text, saved_at FROM note WHERE conversation = $1 AND hash = $2",
                    PostgresNoteStore::note,
                    conversation,
                    hash))
        .map(kept -> kept.orElseThrow());
  }

  private static Note note(Row row) {
    return new Note(row.text("hash"), row.text("text"), row.time("saved_at"));
  }
}
