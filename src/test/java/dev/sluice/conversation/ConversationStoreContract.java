package dev.sluice.conversation;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.BERT;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.NASTY;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.events;
import static dev.sluice.store.Samples.keyed;
import static dev.sluice.store.Samples.newRun;
import static dev.sluice.store.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.Journal;
import dev.sluice.event.EventId;
import dev.sluice.id.ConversationId;
import dev.sluice.id.ToolUseId;
import dev.sluice.json.Json;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.NewRun;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.Run;
import dev.sluice.store.StoresUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every conversation store does. */
@Timeout(60)
public abstract class ConversationStoreContract {

  /** The stores under test, empty at first. */
  protected abstract StoresUnderTest stores();

  @Test
  void showsAConversationToItsOwnerOnly() {
    Run run = ended(newRun(ANNA, now()), List.of(Message.user(List.of(Block.text("hello")))));
    assertThat(conversations().find(run.conversation(), ANNA).await()).isPresent();
    assertThat(conversations().find(run.conversation(), BERT).await()).isEmpty();
    assertThat(conversations().messages(run.conversation(), ANNA).await()).hasSize(1);
    assertThat(conversations().messages(run.conversation(), BERT).await()).isEmpty();
    assertThat(conversations().activeRun(run.conversation(), BERT).await()).isEmpty();
    assertThat(conversations().delete(run.conversation(), BERT).await()).isFalse();
    assertThat(conversations().find(run.conversation(), ANNA).await()).isPresent();
  }

  @Test
  void listsTheLatestFirst() {
    Run one = accept(newRun(ANNA, now()));
    tick();
    Run two = accept(newRun(ANNA, now()));
    accept(newRun(BERT, now()));
    assertThat(ids(10, 0)).containsExactly(two.conversation(), one.conversation());
    tick();
    stores().runs().claim(one.id(), "w", LEASE).await();
    stores().runs().finish(one.id(), 1, completed("x"), List.of()).await();
    assertThat(ids(10, 0)).containsExactly(one.conversation(), two.conversation());
    assertThat(ids(1, 1)).containsExactly(two.conversation());
  }

  @Test
  void keepsMessagesByteForByte() {
    var messages =
        List.of(
            Message.user(List.of(Block.text(NASTY))),
            Message.assistant(
                List.of(
                    Block.of("{\"type\":\"thinking\", \"signature\" :\"q==\",\"z\":1,\"a\":2.50}"),
                    Block.of("{\"text\":\"caf\\u00e9 \\ud83d\\ude80\",\"type\":\"text\"}"))));
    Run run = ended(newRun(ANNA, now()), messages);
    assertThat(conversations().messages(run.conversation(), ANNA).await())
        .isEqualTo(messages.stream().map(one -> new StoredMessage(run.id(), now(), one)).toList());
  }

  @Test
  void keepsBlocksOfTheGreatestDepth() {
    int levels = Json.MAX_DEPTH - 1;
    var deep = "{\"type\":\"x\",\"d\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    var message = Message.user(List.of(Block.of(deep)));
    Run run = ended(newRun(ANNA, now()), List.of(message));
    assertThat(conversations().messages(run.conversation(), ANNA).await())
        .containsExactly(new StoredMessage(run.id(), now(), message));
  }

  @Test
  void namesTheLatestUnfinishedRun() {
    NewRun first = newRun(ANNA, now());
    Run one = accept(first);
    assertThat(conversations().activeRun(one.conversation(), ANNA).await()).contains(one.id());
    Run two = accept(next(first, one.conversation(), WhenBusy.WAIT));
    assertThat(conversations().activeRun(one.conversation(), ANNA).await()).contains(two.id());
    finish(one);
    finish(two);
    assertThat(conversations().activeRun(one.conversation(), ANNA).await()).isEmpty();
  }

  @Test
  void doesNotDeleteWhileARunIsActive() {
    Run run = accept(newRun(ANNA, now()));
    assertThatThrownBy(() -> conversations().delete(run.conversation(), ANNA).await())
        .isInstanceOfSatisfying(
            ConversationBusy.class, busy -> assertThat(busy.run()).isEqualTo(run.id()));
    assertThat(stores().runs().find(run.id()).await()).isPresent();
  }

  @Test
  void deletesAllThatHangsOnAConversation() {
    NewRun wanted = keyed(newRun(ANNA, now()), "key", "digest");
    Run run = accept(wanted);
    stores().runs().claim(run.id(), "w", LEASE).await();
    stores().log().append(run.id(), events(run.id(), 1, 1, 3, now())).await();
    var step = new Journal.ToolCallStarted(1, new ToolUseId("t"), "calculator");
    stores().runs().journal(run.id(), 1, 1, step).await();
    stores().runs().finish(run.id(), 1, completed("x"), List.of(run.input())).await();
    stores().runs().closeLog(run.id(), 1).await();
    stores().notes().save(run.conversation(), "h", "note", now()).await();

    assertThat(conversations().delete(run.conversation(), ANNA).await()).isTrue();

    assertThat(conversations().find(run.conversation(), ANNA).await()).isEmpty();
    assertThat(conversations().messages(run.conversation(), ANNA).await()).isEmpty();
    assertThat(stores().runs().find(run.id()).await()).isEmpty();
    assertThat(stores().runs().journal(run.id()).await()).isEmpty();
    assertThat(stores().log().lastId(run.id()).await()).isEqualTo(EventId.ZERO);
    assertThat(stores().notes().list(run.conversation()).await()).isEmpty();
    assertThat(stores().runs().accept(keyed(wanted, "key", "other")).await())
        .isInstanceOf(Accepted.class);
    assertThat(conversations().delete(run.conversation(), ANNA).await()).isFalse();
  }

  @Test
  void leavesOtherConversationsAlone() {
    Run gone = ended(newRun(ANNA, now()), List.of());
    Run kept = ended(newRun(ANNA, now()), List.of(Message.user(List.of(Block.text("stay")))));
    stores().notes().save(kept.conversation(), "h", "note", now()).await();
    conversations().delete(gone.conversation(), ANNA).await();
    assertThat(ids(10, 0)).containsExactly(kept.conversation());
    assertThat(conversations().messages(kept.conversation(), ANNA).await()).hasSize(1);
    assertThat(stores().notes().list(kept.conversation()).await()).hasSize(1);
    assertThat(stores().runs().find(kept.id()).await()).isPresent();
  }

  private Run ended(NewRun wanted, List<Message> messages) {
    Run run = accept(wanted);
    stores().runs().claim(run.id(), "w", LEASE).await();
    stores().runs().finish(run.id(), 1, completed("x"), messages).await();
    return run;
  }

  private void finish(Run run) {
    stores().runs().claim(run.id(), "w", LEASE).await();
    assertThat(stores().runs().finish(run.id(), 1, completed("x"), List.of()).await())
        .isInstanceOf(Optional.class);
  }

  private Run accept(NewRun wanted) {
    return ((Accepted) stores().runs().accept(wanted).await()).run();
  }

  private List<ConversationId> ids(int limit, int offset) {
    return conversations().list(ANNA, limit, offset).await().stream()
        .map(Conversation::id)
        .toList();
  }

  private ConversationStore conversations() {
    return stores().conversations();
  }

  private Instant now() {
    return stores().clock().instant();
  }

  private void tick() {
    stores().clock().advance(Duration.ofSeconds(1));
  }
}
