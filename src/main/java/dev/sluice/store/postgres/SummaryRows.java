package dev.sluice.store.postgres;

import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.run.OutcomeCodec;
import dev.sluice.run.RunSummary;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Reads runs without their words. The columns of messages are not even read. */
final class SummaryRows {
  private static final String SELECT =
      """
      SELECT run.name AS run_name, run.owner, run.channel, run.class, run.status, run.epoch,
        run.failures, run.created_at, run.started_at, run.finished_at, run.outcome,
        coalesce(run.model, conversation.model) AS model, conversation.agent
      FROM run JOIN conversation ON conversation.id = run.conversation
      """;

  private SummaryRows() {}

  static Future<List<RunSummary>> recent(Session session, int limit) {
    return session.list(SELECT + "ORDER BY run.id DESC LIMIT $1", SummaryRows::summary, limit);
  }

  static Future<Optional<RunSummary>> find(Session session, RunId id) {
    return session.first(SELECT + "WHERE run.name = $1", SummaryRows::summary, id);
  }

  private static RunSummary summary(Row row) {
    return new RunSummary(
        new RunId(row.text("run_name")),
        new UserId(row.text("owner")),
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
        row.optionalJson("outcome").map(OutcomeCodec::decode).map(RunSummary.Ending::of));
  }
}
