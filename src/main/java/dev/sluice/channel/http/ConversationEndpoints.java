package dev.sluice.channel.http;

import dev.sluice.conversation.Conversation;
import dev.sluice.conversation.ConversationStore;
import dev.sluice.id.ConversationId;
import dev.sluice.id.UserId;
import io.vertx.core.Future;
import java.util.List;

/** Look at and delete conversations. */
final class ConversationEndpoints {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_OFFSET = 1_000_000;

  private final ConversationStore conversations;

  ConversationEndpoints(ConversationStore conversations) {
    this.conversations = conversations;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/v1/conversations", this::list),
        Endpoint.get("/v1/conversations/:conversation", this::get),
        Endpoint.delete("/v1/conversations/:conversation", this::delete),
        Endpoint.get("/v1/conversations/:conversation/messages", this::messages));
  }

  private Future<Answer> list(Call call) {
    int limit = call.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    int offset = call.number("offset", 0, 0, MAX_OFFSET);
    return conversations
        .list(call.user(), limit, offset)
        .map(list -> Answer.ok(ConversationJson.list(list)));
  }

  private Future<Answer> get(Call call) {
    ConversationId id = call.conversationId();
    UserId user = call.user();
    return known(id, user)
        .compose(
            conversation ->
                conversations
                    .activeRun(id, user)
                    .map(
                        active ->
                            Answer.ok(
                                ConversationJson.of(
                                    conversation, active, new Links(call.caller())))));
  }

  private Future<Answer> messages(Call call) {
    ConversationId id = call.conversationId();
    UserId user = call.user();
    return known(id, user)
        .compose(_ -> conversations.messages(id, user))
        .map(messages -> Answer.ok(ConversationJson.messages(messages)));
  }

  private Future<Answer> delete(Call call) {
    return conversations
        .delete(call.conversationId(), call.user())
        .map(
            deleted -> {
              if (!deleted) {
                throw unknown();
              }
              return Answer.nothing();
            });
  }

  private Future<Conversation> known(ConversationId id, UserId user) {
    return conversations.find(id, user).map(found -> found.orElseThrow(() -> unknown()));
  }

  private static ProblemException unknown() {
    return Problem.of(ProblemType.NOT_FOUND, "there is no such conversation").exception();
  }
}
