package dev.sluice.store.sqlite;

import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.run.OutcomeCodec;
import dev.sluice.run.RunSummary;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads runs without their words. The columns of messages are not even read. */
final class SummaryRows {
  private static final String SELECT =
      """
      SELECT run.name, run.user, run.channel, run.class, run.status, run.epoch, run.failures,
        run.created_at, run.started_at, run.finished_at, run.outcome,
        coalesce(run.model, conversation.model) AS model, conversation.agent AS agent
      FROM run JOIN conversation ON conversation.id = run.conversation
      """;

  private SummaryRows() {}

  static List<RunSummary> recent(Db db, int limit) throws SQLException {
    return db.list(SELECT + "ORDER BY run.id DESC LIMIT ?", SummaryRows::summary, limit);
  }

  static Optional<RunSummary> find(Db db, RunId id) throws SQLException {
    return db.first(SELECT + "WHERE run.name = ?", SummaryRows::summary, id.value());
  }

  private static RunSummary summary(Row row) throws SQLException {
    return new RunSummary(
        new RunId(row.text("name")),
        new UserId(row.text("user")),
        row.text("agent"),
        row.text("channel"),
        RunRows.runClass(row),
        row.text("model"),
        RunRows.status(row),
        row.number("epoch"),
        row.small("failures"),
        row.time("created_at"),
        row.optionalTime("started_at"),
        row.optionalTime("finished_at"),
        row.optionalText("outcome").map(OutcomeCodec::decode).map(RunSummary.Ending::of));
  }
}
