package dev.sluice.store.postgres;

import dev.sluice.id.RunId;
import dev.sluice.run.Acceptance;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.Acceptance.Busy;
import dev.sluice.run.Acceptance.NoConversation;
import dev.sluice.run.Acceptance.QueueFull;
import dev.sluice.run.Acceptance.Replayed;
import dev.sluice.run.NewRun;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.Run;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Decides over a new run and takes it in. The conversation's row is locked meanwhile, so its runs
 * are numbered in the order of acceptance. Two requests with the same key meet at its unique index:
 * one of them fails, is tried again, and finds the other.
 *
 * <p>How many wait is counted up to the bound and not beyond, before the run is put in. Requests
 * that are decided at the same moment do not see each other: the bound may be passed by as many
 * runs as the processes have connections.
 */
record AcceptRun(NewRun wanted) implements Work<Acceptance> {

  /** An existing conversation, locked, with its unfinished runs. */
  private record Place(long id, String agent, List<RunId> unfinished) {}

  @Override
  public Future<Acceptance> on(Session session) {
    return acceptedEarlier(session)
        .compose(
            earlier ->
                earlier.isPresent() ? Future.succeededFuture(earlier.get()) : decide(session));
  }

  private Future<Optional<Acceptance>> acceptedEarlier(Session session) {
    Future<Optional<Acceptance>> byKey =
        wanted.idempotency().isPresent()
            ? EarlierRequests.find(session, wanted.user(), wanted.idempotency().get())
            : Future.succeededFuture(Optional.empty());
    return byKey
        .compose(known -> known.isPresent() ? byKey : byId(session))
        .compose(
            known ->
                known.isPresent() && session.isRepeated()
                    ? unheard(session, known.get()).map(Optional::of)
                    : Future.succeededFuture(known));
  }

  /** The same id again is a resend after an answer that got lost. */
  private Future<Optional<Acceptance>> byId(Session session) {
    return RunRows.find(session, wanted.id())
        .map(found -> found.filter(run -> run.user().equals(wanted.user())).map(Replayed::new));
  }

  /** What an earlier attempt of ours committed is accepted, not replayed. */
  private Future<Acceptance> unheard(Session session, Acceptance known) {
    return known instanceof Replayed(Run run) && run.id().equals(wanted.id())
        ? CancelRequests.interruptedBefore(session, run.id())
            .map(interrupted -> new Accepted(run, interrupted))
        : Future.succeededFuture(known);
  }

  private Future<Acceptance> decide(Session session) {
    return waiting(session)
        .compose(
            waiting ->
                wanted.conversation().isPresent()
                    ? session.transaction(() -> intoExisting(session, waiting))
                    : isFull(waiting)
                        ? Future.succeededFuture(new QueueFull(waiting))
                        : InsertRun.withConversation(session, wanted)
                            .map(run -> new Accepted(run, List.of())));
  }

  private Future<Integer> waiting(Session session) {
    return session
        .first(
            """
            SELECT count(*) AS n FROM (SELECT 1 FROM run
              WHERE finished_at IS NULL AND status <> 'running' AND class = $1 LIMIT $2) AS counted
            """,
            row -> (int) row.number("n"),
            wanted.runClass().wire(),
            wanted.maxQueued())
        .map(counted -> counted.orElse(0));
  }

  private boolean isFull(int waiting) {
    return waiting >= wanted.maxQueued();
  }

  private Future<Acceptance> intoExisting(Session session, int waiting) {
    return lock(session)
        .compose(
            place ->
                place.isEmpty()
                    ? Future.succeededFuture(
                        new NoConversation(wanted.conversation().orElseThrow()))
                    : intoExisting(session, place.get(), waiting));
  }

  private Future<Optional<Place>> lock(Session session) {
    return session
        .first(
            """
            SELECT id, agent FROM conversation WHERE name = $1 AND owner = $2 FOR NO KEY UPDATE
            """,
            row -> new Place(row.number("id"), row.text("agent"), List.of()),
            wanted.conversation(),
            wanted.user())
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(found)
                    : withUnfinished(session, found.get()).map(Optional::of));
  }

  /** A statement of its own, to see what was committed while we waited for the lock. */
  private static Future<Place> withUnfinished(Session session, Place place) {
    return ConversationRows.unfinished(session, place.id())
        .map(unfinished -> new Place(place.id(), place.agent(), unfinished));
  }

  private Future<Acceptance> intoExisting(Session session, Place place, int waiting) {
    if (wanted.whenBusy() == WhenBusy.REFUSE && !place.unfinished().isEmpty()) {
      return Future.succeededFuture(new Busy(place.unfinished().getLast()));
    }
    if (isFull(waiting)) {
      return Future.succeededFuture(new QueueFull(waiting));
    }
    boolean interrupts = wanted.whenBusy() == WhenBusy.INTERRUPT && !place.unfinished().isEmpty();
    Future<List<RunId>> interrupted =
        interrupts
            ? CancelRequests.interrupt(session, place.id(), place.unfinished())
            : Future.succeededFuture(List.of());
    return interrupted.compose(
        stopped ->
            InsertRun.into(session, wanted, place.id(), place.agent())
                .map(run -> new Accepted(run, stopped)));
  }
}
