package dev.sluice.store.postgres;

import dev.sluice.id.RunId;
import dev.sluice.message.Message;
import dev.sluice.run.OutcomeCodec;
import dev.sluice.run.RunOutcome;
import dev.sluice.run.RunStatus;
import dev.sluice.store.postgres.Arguments.Raw;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Ends a run, appends its messages and frees its conversation, in one transaction. The conversation
 * is locked first, as everywhere: its messages stay together, and no run is accepted unseen. The
 * value is the conversation's next run, now due.
 *
 * <p>The lease stays, so that nobody else closes the log meanwhile. The same end under the same
 * epoch succeeds again, for whoever did not hear that it was committed.
 */
record FinishRun(HolderWrites holder, RunOutcome outcome, List<Message> messages)
    implements Work<Optional<RunId>> {

  /** The locked conversation. */
  private record Place(long conversation, Instant at) {}

  private static final String LOCK =
      """
      UPDATE conversation SET updated_at = greatest(updated_at, %1$s)
      WHERE id = (SELECT conversation FROM run WHERE name = $2) RETURNING id, %1$s AS at
      """
          .formatted(Session.NOW);

  private static final String END =
      """
      WITH ended AS (
        UPDATE run SET status = $3, finished_at = $4, outcome = $5, token = $6
        WHERE name = $1 AND epoch = $2 AND status = 'running'
        RETURNING name, conversation, finished_at),
      said AS (
        INSERT INTO message (conversation, run, at, role, content, model)
        SELECT ended.conversation, ended.name, ended.finished_at, one.role, one.content, one.model
        FROM ended, unnest($7::text[], $8::text[], $9::text[])
          WITH ORDINALITY AS one(role, content, model, n)
        ORDER BY one.n)
      SELECT name FROM ended
      """;

  private static final String NEXT =
      """
      SELECT name, status <> 'running' AND due_at <= %s AS due FROM run
      WHERE conversation = $2 AND finished_at IS NULL ORDER BY id LIMIT 1
      """
          .formatted(Session.NOW);

  @Override
  public Future<Optional<RunId>> on(Session session) {
    return session.transaction(
        () ->
            lock(session)
                .compose(
                    place ->
                        end(session, place).compose(_ -> next(session, place.conversation()))));
  }

  private Future<Place> lock(Session session) {
    return session
        .first(LOCK, row -> new Place(row.number("id"), row.time("at")), session.now(), holder.id())
        .compose(
            place -> place.isPresent() ? Future.succeededFuture(place.get()) : holder.refuse());
  }

  private Future<Void> end(Session session, Place place) {
    return session
        .first(
            END,
            row -> row.text("name"),
            holder.id(),
            holder.epoch(),
            RunStatus.of(outcome.status()).wire(),
            place.at(),
            new Raw(OutcomeCodec.encode(outcome)),
            holder.token(),
            messages.stream().map(message -> message.role().wire()).toList(),
            messages.stream().map(message -> new Raw(message.content())).toList(),
            messages.stream().map(Message::model).toList())
        .compose(
            ended ->
                ended.isPresent()
                    ? Future.succeededFuture()
                    : isOurs(session)
                        .compose(ours -> ours ? Future.succeededFuture() : holder.refuse()));
  }

  /** A caller who ends the run a second time has measured its duration anew. */
  private Future<Boolean> isOurs(Session session) {
    return session
        .first(
            "SELECT outcome FROM run WHERE name = $1 AND epoch = $2 AND finished_at IS NOT NULL",
            row -> OutcomeCodec.decode(row.json("outcome")),
            holder.id(),
            holder.epoch())
        .map(stored -> stored.filter(outcome::isSameEnd).isPresent());
  }

  private static Future<Optional<RunId>> next(Session session, long conversation) {
    return session
        .first(
            NEXT,
            row ->
                row.flag("due")
                    ? Optional.of(new RunId(row.text("name")))
                    : Optional.<RunId>empty(),
            session.now(),
            conversation)
        .map(found -> found.flatMap(next -> next));
  }
}
