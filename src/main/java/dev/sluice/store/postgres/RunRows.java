package dev.sluice.store.postgres;

import dev.sluice.agent.Journal;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.run.JournalCodec;
import dev.sluice.run.OutcomeCodec;
import dev.sluice.run.Run;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunStatus;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads runs and their journals from rows. */
final class RunRows {
  /** Of a run and its conversation; none of them is named like another one of the snapshot. */
  static final String COLUMNS =
      "run.name AS run_name, conversation.name AS conversation_name, run.owner, conversation.agent,"
          + " run.channel, run.class, run.model, run.role, run.content, run.attended, run.status,"
          + " run.epoch, run.failures, run.cancel, run.created_at, run.started_at, run.idle_micros,"
          + " run.finished_at, run.outcome";

  private static final String SELECT =
      "SELECT "
          + COLUMNS
          + " FROM run JOIN conversation ON conversation.id = run.conversation WHERE ";

  private RunRows() {}

  static Future<Optional<Run>> find(Session session, RunId id) {
    return session.first(SELECT + "run.name = $1", RunRows::run, id);
  }

  static Future<Run> get(Session session, long id) {
    return session
        .first(SELECT + "run.id = $1", RunRows::run, id)
        .map(found -> found.orElseThrow(() -> new IllegalStateException("the run has just gone")));
  }

  static Future<List<Run>> list(Session session, UserId user, int limit) {
    return session.list(
        SELECT + "run.owner = $1 ORDER BY run.id DESC LIMIT $2", RunRows::run, user, limit);
  }

  static Future<Integer> queued(Session session, RunClass runClass) {
    return session
        .first(
            """
            SELECT count(*) AS n FROM run
            WHERE finished_at IS NULL AND status <> 'running' AND class = $1
            """,
            row -> (int) row.number("n"),
            runClass.wire())
        .map(counted -> counted.orElse(0));
  }

  static Future<List<Journal.Entry>> journal(Session session, RunId id) {
    return session.list(
        """
        SELECT entry FROM journal WHERE run = (SELECT id FROM run WHERE name = $1) ORDER BY id
        """,
        row -> JournalCodec.decode(row.json("entry")),
        id);
  }

  static RunClass runClass(Row row) {
    String wire = row.text("class");
    return Arrays.stream(RunClass.values())
        .filter(candidate -> candidate.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> unknown("class", wire));
  }

  static RunStatus status(Row row) {
    String wire = row.text("status");
    return Arrays.stream(RunStatus.values())
        .filter(candidate -> candidate.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> unknown("status", wire));
  }

  static Run run(Row row) {
    return new Run(
        new RunId(row.text("run_name")),
        new ConversationId(row.text("conversation_name")),
        new UserId(row.text("owner")),
        row.text("agent"),
        row.text("channel"),
        runClass(row),
        row.optionalText("model"),
        MessageRows.message(row),
        row.flag("attended"),
        status(row),
        row.number("epoch"),
        row.small("failures"),
        row.optionalText("cancel"),
        row.time("created_at"),
        row.optionalTime("started_at"),
        Times.duration(row.number("idle_micros")),
        row.optionalTime("finished_at"),
        row.optionalJson("outcome").map(OutcomeCodec::decode));
  }

  private static StoreException unknown(String what, String found) {
    return new StoreException(Kind.CORRUPT, "a stored run has the unknown " + what + " " + found);
  }
}
