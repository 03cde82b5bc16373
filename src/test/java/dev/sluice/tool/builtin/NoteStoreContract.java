package dev.sluice.tool.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.ConversationId;
import dev.sluice.store.Samples;
import dev.sluice.tool.builtin.NoteStore.Note;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of notes does. */
@Timeout(60)
public abstract class NoteStoreContract {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.000123Z");

  /** The store under test, empty at first. */
  protected abstract NoteStore notes();

  @Test
  void givesBackWhatItKeeps() {
    var conversation = ConversationId.random();
    Note saved = notes().save(conversation, "h1", Samples.NASTY, NOON).await();
    assertThat(saved).isEqualTo(new Note("h1", Samples.NASTY, NOON));
    assertThat(notes().list(conversation).await()).containsExactly(saved);
  }

  @Test
  void letsTheFirstNoteOfAHashStand() {
    var conversation = ConversationId.random();
    Note first = notes().save(conversation, "h1", "tea", NOON).await();
    Note second = notes().save(conversation, "h1", "tea", NOON.plusSeconds(60)).await();
    assertThat(second).isEqualTo(first);
    assertThat(notes().list(conversation).await()).containsExactly(first);
  }

  @Test
  void listsTheOldestFirst() {
    var conversation = ConversationId.random();
    Note one = notes().save(conversation, "b", "one", NOON).await();
    Note two = notes().save(conversation, "a", "two", NOON.plusSeconds(1)).await();
    assertThat(notes().list(conversation).await()).containsExactly(one, two);
  }

  @Test
  void keepsConversationsApart() {
    var mine = ConversationId.random();
    notes().save(mine, "h1", "mine", NOON).await();
    assertThat(notes().list(ConversationId.random()).await()).isEmpty();
    Note other = notes().save(ConversationId.random(), "h1", "other", NOON).await();
    assertThat(other.text()).isEqualTo("other");
  }

  @Test
  void keepsOneOfManySavedAtOnce() {
    var conversation = ConversationId.random();
    List<Future<Note>> saves =
        IntStream.range(0, 20)
            .mapToObj(i -> notes().save(conversation, "h", "text", NOON.plusSeconds(i)))
            .toList();
    List<Note> answers = saves.stream().map(future -> future.await()).distinct().toList();
    assertThat(answers).hasSize(1);
    assertThat(notes().list(conversation).await()).isEqualTo(answers);
  }
}
