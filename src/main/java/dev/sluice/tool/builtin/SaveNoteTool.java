package dev.sluice.tool.builtin;

import dev.sluice.json.Json;
import dev.sluice.tool.Tool;
import dev.sluice.tool.ToolCall;
import dev.sluice.tool.ToolException;
import dev.sluice.tool.ToolSpec;
import dev.sluice.tool.ToolSpec.Importance;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;

/** Keeps a note under the conversation. The same text again is the same note. */
public final class SaveNoteTool implements Tool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "save_note",
          "Keeps a note in this conversation, to be read again with list_notes. Saving the same"
              + " text again changes nothing.",
          """
          {"type":"object","properties":{"text":{"type":"string","minLength":1,\
          "maxLength":10000}},"required":["text"],"additionalProperties":false}\
          """,
          true,
          Importance.OPTIONAL,
          Duration.ofSeconds(10));

  private final NoteStore notes;
  private final InstantSource clock;

  public SaveNoteTool(NoteStore notes, InstantSource clock) {
    this.notes = notes;
    this.clock = clock;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public Future<String> call(ToolCall call) {
    String text = call.input().path("text").asText().strip();
    if (text.isEmpty()) {
      return Future.failedFuture(ToolException.input("a note needs text other than white space"));
    }
    return notes
        .save(call.conversation(), hash(text), text, clock.instant())
        .map(
            note ->
                Json.write(
                    Json.object()
                        .put("saved", true)
                        .put("saved_at", note.savedAt().toString())
                        .put("text", note.text())));
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
