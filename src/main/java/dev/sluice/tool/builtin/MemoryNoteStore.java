package dev.sluice.tool.builtin;

import dev.sluice.id.ConversationId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes that are gone with their process: they leave no trace. Confined to one context. */
public final class MemoryNoteStore implements NoteStore {
  private final Map<ConversationId, Map<String, Note>> notes = new HashMap<>();

  @Override
  public Future<Note> save(ConversationId conversation, String hash, String text, Instant at) {
    return Future.succeededFuture(
        notes
            .computeIfAbsent(conversation, _ -> new LinkedHashMap<>())
            .computeIfAbsent(hash, _ -> new Note(hash, text, at)));
  }

  @Override
  public Future<List<Note>> list(ConversationId conversation) {
    return Future.succeededFuture(List.copyOf(notes.getOrDefault(conversation, Map.of()).values()));
  }
}
