package dev.sluice.store.postgres;

import dev.sluice.conversation.ConversationBusy;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Deletes a conversation with all that hangs on it. The value is the names of its runs, whose
 * events are to follow; empty when there is no such conversation. For one deletion.
 */
final class DeleteConversation implements Work<Optional<List<RunId>>> {
  private final ConversationId id;
  private final UserId user;
  private Optional<List<RunId>> seen = Optional.empty();

  DeleteConversation(ConversationId id, UserId user) {
    this.id = id;
    this.user = user;
  }

  @Override
  public Future<Optional<List<RunId>>> on(Session session) {
    return session.transaction(() -> delete(session));
  }

  private Future<Optional<List<RunId>>> delete(Session session) {
    return session
        .first(
            "SELECT id FROM conversation WHERE name = $1 AND owner = $2 FOR UPDATE",
            row -> row.number("id"),
            id,
            user)
        // On a second attempt: what was seen before is gone because of the first one.
        .compose(
            row ->
                row.isPresent()
                    ? delete(session, row.get()).map(Optional::of)
                    : Future.succeededFuture(seen));
  }

  private Future<List<RunId>> delete(Session session, long row) {
    return ConversationRows.unfinished(session, row)
        .compose(
            unfinished ->
                unfinished.isEmpty()
                    ? note(session, row)
                    : Future.failedFuture(new ConversationBusy(unfinished.getLast())))
        .compose(
            runs ->
                session
                    .update("DELETE FROM note WHERE conversation = $1", id)
                    .compose(_ -> session.update("DELETE FROM conversation WHERE id = $1", row))
                    .map(runs));
  }

  private Future<List<RunId>> note(Session session, long row) {
    return session
        .list(
            """
            INSERT INTO forgotten (run, at) SELECT name, %s FROM run WHERE conversation = $2
            ON CONFLICT (run) DO UPDATE SET at = excluded.at RETURNING run
            """
                .formatted(Session.NOW),
            found -> new RunId(found.text("run")),
            session.now(),
            row)
        .onSuccess(runs -> seen = Optional.of(runs));
  }
}
