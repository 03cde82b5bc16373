package dev.sluice.store.sqlite;

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
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads runs and their journals from rows. */
final class RunRows {
  private static final String SELECT =
      """
      SELECT run.*, conversation.name AS conversation_name, conversation.agent AS agent
      FROM run JOIN conversation ON conversation.id = run.conversation
      """;

  private RunRows() {}

  static Optional<Run> find(Db db, RunId id) throws SQLException {
    return db.first(SELECT + "WHERE run.name = ?", RunRows::run, id.value());
  }

  static Run get(Db db, long id) throws SQLException {
    return db.first(SELECT + "WHERE run.id = ?", RunRows::run, id).orElseThrow();
  }

  static List<Run> list(Db db, UserId user, int limit) throws SQLException {
    return db.list(
        SELECT + "WHERE run.user = ? ORDER BY run.id DESC LIMIT ?",
        RunRows::run,
        user.value(),
        limit);
  }

  static int queued(Db db, RunClass runClass) throws SQLException {
    return (int)
        db.number(
            """
            SELECT count(*) FROM run
            WHERE finished_at IS NULL AND status <> 'running' AND class = ?
            """,
            runClass.wire());
  }

  static List<Journal.Entry> journal(Db db, RunId id) throws SQLException {
    return db.list(
        """
        SELECT entry FROM journal WHERE run = (SELECT id FROM run WHERE name = ?) ORDER BY id
        """,
        row -> JournalCodec.decode(row.text("entry")),
        id.value());
  }

  static RunClass runClass(Row row) throws SQLException {
    String wire = row.text("class");
    return Arrays.stream(RunClass.values())
        .filter(candidate -> candidate.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> unknown("class", wire));
  }

  static RunStatus status(Row row) throws SQLException {
    String wire = row.text("status");
    return Arrays.stream(RunStatus.values())
        .filter(candidate -> candidate.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> unknown("status", wire));
  }

  private static Run run(Row row) throws SQLException {
    return new Run(
        new RunId(row.text("name")),
        new ConversationId(row.text("conversation_name")),
        new UserId(row.text("user")),
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
        Micros.duration(row.number("idle")),
        row.optionalTime("finished_at"),
        row.optionalText("outcome").map(OutcomeCodec::decode));
  }

  private static StoreException unknown(String what, String found) {
    return new StoreException(Kind.CORRUPT, "a stored run has the unknown " + what + " " + found);
  }
}
