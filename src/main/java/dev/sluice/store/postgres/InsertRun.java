package dev.sluice.store.postgres;

import dev.sluice.id.ConversationId;
import dev.sluice.json.Json;
import dev.sluice.run.NewRun;
import dev.sluice.run.NewRun.Idempotency;
import dev.sluice.run.Run;
import dev.sluice.run.RunStatus;
import dev.sluice.store.postgres.Arguments.Raw;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a run in, with its key, each time in one statement. */
final class InsertRun {
  /** After a table expression {@code place} with the conversation's row number. */
  private static final String INSERT =
      """
      taken AS (
        INSERT INTO run (conversation, name, owner, channel, class, model, role, content,
          attended, status, created_at)
        SELECT place.id, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM place RETURNING id),
      kept AS (
        INSERT INTO idempotency (owner, key, digest, run, created_at)
        SELECT $2, $11::text, $12::text, taken.id, $10 FROM taken WHERE $11::text IS NOT NULL)
      SELECT id FROM taken
      """;

  private static final String INTO =
      "WITH place AS (UPDATE conversation SET updated_at = greatest(updated_at, $10)"
          + " WHERE id = $13 RETURNING id), "
          + INSERT;

  private static final String WITH_CONVERSATION =
      """
      WITH place AS (
        INSERT INTO conversation (name, owner, title, agent, model, max_tokens, system, tools,
          tool_names, thinking, created_at, updated_at)
        VALUES ($13, $2, $14, $15, $16, $17, $18, $19, $20, $21, $10, $10) RETURNING id),
      """
          + INSERT;

  private InsertRun() {}

  static Future<Run> withConversation(Session session, NewRun wanted) {
    var snapshot = wanted.snapshot();
    var arguments = runArguments(wanted);
    Collections.addAll(
        arguments,
        wanted.newConversation(),
        wanted.title(),
        snapshot.agent(),
        snapshot.model(),
        snapshot.maxTokens(),
        new Raw(snapshot.system()),
        new Raw(snapshot.tools()),
        new Raw(Json.write(snapshot.toolNames())),
        snapshot.thinking());
    return insert(session, WITH_CONVERSATION, arguments)
        .map(_ -> run(wanted, wanted.newConversation(), snapshot.agent()));
  }

  /** Into a conversation whose row is locked. */
  static Future<Run> into(Session session, NewRun wanted, long conversation, String agent) {
    var arguments = runArguments(wanted);
    arguments.add(conversation);
    return insert(session, INTO, arguments)
        .map(_ -> run(wanted, wanted.conversation().orElseThrow(), agent));
  }

  private static Future<Long> insert(
      Session session, String sql, List<@Nullable Object> arguments) {
    return session
        .first(sql, row -> row.number("id"), arguments.toArray())
        .map(id -> id.orElseThrow(() -> new IllegalStateException("nothing was put in")));
  }

  private static List<@Nullable Object> runArguments(NewRun wanted) {
    return new ArrayList<@Nullable Object>(
        Arrays.asList(
            wanted.id(),
            wanted.user(),
            wanted.channel(),
            wanted.runClass().wire(),
            wanted.model(),
            wanted.input().role().wire(),
            new Raw(wanted.input().content()),
            wanted.attended(),
            RunStatus.QUEUED.wire(),
            wanted.at(),
            wanted.idempotency().map(Idempotency::key),
            wanted.idempotency().map(Idempotency::digest)));
  }

  /** As it will be read back. */
  private static Run run(NewRun wanted, ConversationId conversation, String agent) {
    return new Run(
        wanted.id(),
        conversation,
        wanted.user(),
        agent,
        wanted.channel(),
        wanted.runClass(),
        wanted.model(),
        wanted.input(),
        wanted.attended(),
        RunStatus.QUEUED,
        0,
        0,
        Optional.empty(),
        Times.exact(wanted.at()),
        Optional.empty(),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty());
  }
}
