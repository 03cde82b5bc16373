package dev.sluice.tool.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.id.ConversationId;
import dev.sluice.json.Json;
import dev.sluice.tool.Calls;
import dev.sluice.tool.OnContext;
import dev.sluice.tool.ToolException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class NoteToolsTest {
  private static final Instant FIRST = Instant.parse("2026-11-20T10:00:00Z");

  private final MemoryNoteStore store = new MemoryNoteStore();
  private Instant now = FIRST;
  private final InstantSource clock = () -> now;
  private final SaveNoteTool save = new SaveNoteTool(store, clock);
  private final ListNotesTool list = new ListNotesTool(store);

  private String save(String text) {
    var input = Json.write(Json.object().put("text", text));
    return OnContext.await(save.call(Calls.of("save_note", input)));
  }

  private String list() {
    return OnContext.await(list.call(Calls.of("list_notes", "{}")));
  }

  @Test
  void listsWhatWasSavedOldestFirst() {
    save("milk");
    now = FIRST.plusSeconds(60);
    save("\"eggs\"");

    assertThat(list())
        .isEqualTo(
            "{\"notes\":[{\"saved_at\":\"2026-11-20T10:00:00Z\",\"text\":\"milk\"},"
                + "{\"saved_at\":\"2026-11-20T10:01:00Z\",\"text\":\"\\\"eggs\\\"\"}]}");
  }

  @Test
  void answersTheSameWhenTheSameTextIsSavedAgain() {
    String first = save("milk");
    now = FIRST.plusSeconds(60);

    assertThat(save(" milk\n")).isEqualTo(first).contains("10:00:00Z");
    assertThat(list()).containsOnlyOnce("milk");
  }

  @Test
  void hashesTheContent() {
    save("milk");

    assertThat(OnContext.await(store.list(Calls.CONVERSATION)))
        .extracting(NoteStore.Note::hash)
        .containsExactly("8825e76530f87ff5c737b3254c6936bc0a90bba3a10a91bbba739268208d378a");
  }

  @Test
  void keepsConversationsApart() {
    save("milk");

    assertThat(OnContext.await(store.list(new ConversationId("conv_2")))).isEmpty();
  }

  @Test
  void refusesANoteOfWhiteSpace() {
    assertThatThrownBy(() -> save(" \n\t")).isInstanceOf(ToolException.class);
  }

  @Test
  void listsNothingAtFirst() {
    assertThat(list()).isEqualTo("{\"notes\":[]}");
  }
}
