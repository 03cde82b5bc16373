package dev.sluice.tool.builtin;

import dev.sluice.id.ConversationId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Where notes are kept: per conversation, durable when the future succeeds. */
public interface NoteStore {

  /**
   * Keeps the note and gives back what is kept: a note with the same hash in the conversation
   * stands as it was first saved, its time included.
   *
   * @param hash identifies the text within the conversation
   */
  Future<Note> save(ConversationId conversation, String hash, String text, Instant at);

  /** The notes of the conversation, oldest first. */
  Future<List<Note>> list(ConversationId conversation);

  /** One note. */
  record Note(String hash, String text, Instant savedAt) {}
}
