package dev.sluice.tool.builtin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.json.Json;
import dev.sluice.tool.Tool;
import dev.sluice.tool.ToolCall;
import dev.sluice.tool.ToolSpec;
import dev.sluice.tool.ToolSpec.Importance;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** The notes of the conversation, oldest first. */
public final class ListNotesTool implements Tool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "list_notes",
          "Lists the notes that were kept in this conversation with save_note, oldest first.",
          "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}",
          true,
          Importance.OPTIONAL,
          Duration.ofSeconds(10));

  private final NoteStore notes;

  public ListNotesTool(NoteStore notes) {
    this.notes = notes;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public Future<String> call(ToolCall call) {
    return notes.list(call.conversation()).map(ListNotesTool::describe);
  }

  private static String describe(List<NoteStore.Note> notes) {
    ArrayNode list = Json.MAPPER.createArrayNode();
    for (var note : notes) {
      list.addObject().put("saved_at", note.savedAt().toString()).put("text", note.text());
    }
    return Json.write(Json.object().set("notes", list));
  }
}
