package dev.sluice.channel.http;

import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.conversation.Conversation;
import dev.sluice.conversation.ConversationBusy;
import dev.sluice.conversation.ConversationStore;
import dev.sluice.conversation.StoredMessage;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Conversations in memory. Thread-safe. */
final class FakeConversations implements ConversationStore {
  private static final AgentSnapshot AGENT =
      new AgentSnapshot("assistant", "model-a", 1000, "[]", "[]", List.of(), "summarized");

  private final Map<ConversationId, Kept> kept = new LinkedHashMap<>();
  final Map<ConversationId, RunId> active = new ConcurrentHashMap<>();

  private record Kept(Conversation conversation, List<StoredMessage> messages) {}

  synchronized ConversationId add(UserId user, String title, StoredMessage... messages) {
    var id = ConversationId.random();
    var conversation = new Conversation(id, user, title, AGENT, FakeRuns.AT, FakeRuns.AT);
    kept.put(id, new Kept(conversation, List.of(messages)));
    return id;
  }

  @Override
  public synchronized Future<Optional<Conversation>> find(ConversationId id, UserId user) {
    return Future.succeededFuture(own(id, user).map(Kept::conversation));
  }

  @Override
  public synchronized Future<List<Conversation>> list(UserId user, int limit, int offset) {
    return Future.succeededFuture(
        kept.values().stream()
            .map(Kept::conversation)
            .filter(conversation -> conversation.user().equals(user))
            .skip(offset)
            .limit(limit)
            .toList());
  }

  @Override
  public synchronized Future<List<StoredMessage>> messages(ConversationId id, UserId user) {
    return Future.succeededFuture(own(id, user).map(Kept::messages).orElse(List.of()));
  }

  @Override
  public Future<Optional<RunId>> activeRun(ConversationId id, UserId user) {
    return Future.succeededFuture(Optional.ofNullable(active.get(id)));
  }

  @Override
  public synchronized Future<Boolean> delete(ConversationId id, UserId user) {
    if (own(id, user).isEmpty()) {
      return Future.succeededFuture(false);
    }
    RunId busy = active.get(id);
    if (busy != null) {
      return Future.failedFuture(new ConversationBusy(busy));
    }
    kept.remove(id);
    return Future.succeededFuture(true);
  }

  private Optional<Kept> own(ConversationId id, UserId user) {
    return Optional.ofNullable(kept.get(id)).filter(k -> k.conversation().user().equals(user));
  }
}
