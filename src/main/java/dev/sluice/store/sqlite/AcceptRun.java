package dev.sluice.store.sqlite;

import dev.sluice.id.RunId;
import dev.sluice.run.Acceptance;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.Acceptance.Busy;
import dev.sluice.run.Acceptance.NoConversation;
import dev.sluice.run.Acceptance.QueueFull;
import dev.sluice.run.Acceptance.Replayed;
import dev.sluice.run.NewRun;
import dev.sluice.run.NewRun.Idempotency;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.Run;
import dev.sluice.run.RunStatus;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides over a new run and takes it in, all in one transaction. */
record AcceptRun(NewRun wanted, InstantSource clock) implements Work<Acceptance> {
  private static final String INTERRUPTED = "a later message took its place";

  @Override
  public Acceptance run(Db db) throws SQLException {
    Optional<Acceptance> earlier = acceptedEarlier(db);
    return earlier.isPresent() ? earlier.get() : decide(db);
  }

  private Optional<Acceptance> acceptedEarlier(Db db) throws SQLException {
    if (wanted.idempotency().isPresent()) {
      Optional<Acceptance> known =
          EarlierRequests.find(db, wanted.user(), wanted.idempotency().get());
      if (known.isPresent()) {
        return known;
      }
    }
    // The same id again is a resend after an answer that got lost.
    Optional<Run> same = RunRows.find(db, wanted.id());
    return same.filter(run -> run.user().equals(wanted.user())).map(Replayed::new);
  }

  private Acceptance decide(Db db) throws SQLException {
    Optional<Long> conversation = Optional.empty();
    if (wanted.conversation().isPresent()) {
      conversation = ConversationRows.idOf(db, wanted.conversation().get(), wanted.user());
      if (conversation.isEmpty()) {
        return new NoConversation(wanted.conversation().get());
      }
    }
    List<RunId> unfinished =
        conversation.isPresent() ? ConversationRows.unfinished(db, conversation.get()) : List.of();
    if (wanted.whenBusy() == WhenBusy.REFUSE && !unfinished.isEmpty()) {
      return new Busy(unfinished.getLast());
    }
    int queued = RunRows.queued(db, wanted.runClass());
    if (queued >= wanted.maxQueued()) {
      return new QueueFull(queued);
    }
    return take(db, conversation, unfinished);
  }

  private Acceptance take(Db db, Optional<Long> existing, List<RunId> unfinished)
      throws SQLException {
    List<RunId> interrupted =
        wanted.whenBusy() == WhenBusy.INTERRUPT ? interrupt(db, unfinished) : List.of();
    long conversation = existing.isPresent() ? existing.get() : create(db);
    ConversationRows.touch(db, conversation, Micros.of(wanted.at()));
    long run = insert(db, conversation);
    if (wanted.idempotency().isPresent()) {
      remember(db, wanted.idempotency().get(), run);
    }
    return new Accepted(RunRows.get(db, run), interrupted);
  }

  private List<RunId> interrupt(Db db, List<RunId> unfinished) throws SQLException {
    var interrupted = new ArrayList<RunId>();
    for (RunId run : unfinished) {
      if (CancelRequests.put(db, run, INTERRUPTED, clock)) {
        interrupted.add(run);
      }
    }
    return interrupted;
  }

  private long create(Db db) throws SQLException {
    return ConversationRows.create(
        db,
        wanted.newConversation(),
        wanted.user(),
        wanted.title(),
        wanted.snapshot(),
        wanted.at());
  }

  private long insert(Db db, long conversation) throws SQLException {
    return db.number(
        """
        INSERT INTO run (name, conversation, user, channel, class, model, role, content, attended,
          status, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """,
        wanted.id().value(),
        conversation,
        wanted.user().value(),
        wanted.channel(),
        wanted.runClass().wire(),
        wanted.model(),
        wanted.input().role().wire(),
        wanted.input().content(),
        wanted.attended(),
        RunStatus.QUEUED.wire(),
        wanted.at());
  }

  private void remember(Db db, Idempotency asked, long run) throws SQLException {
    db.update(
        "INSERT INTO idempotency (user, key, digest, run, created_at) VALUES (?, ?, ?, ?, ?)",
        wanted.user().value(),
        asked.key(),
        asked.digest(),
        run,
        wanted.at());
  }
}
