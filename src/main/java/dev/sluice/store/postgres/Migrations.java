package dev.sluice.store.postgres;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema to the version that this program knows. Whichever process comes first does it,
 * in one transaction under a lock; the others wait for it. Once the schema is there, no right to
 * change it is needed.
 *
 * <p>Scripts that were released are never edited. New ones expand first and contract a version
 * later: each says from which version of the program on its schema can be used, so that old
 * processes go on, and may start again, while new ones are rolled out.
 */
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /** Others may be at it, and a large table takes its time. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** The number is "sluice". Once it is ours, a table in use must not make others wait for long. */
  private static final String TAKE_THE_LOCK =
      """
      SET LOCAL statement_timeout = 0;
      SET LOCAL lock_timeout = 0;
      DO $$ BEGIN PERFORM pg_advisory_xact_lock(x'736c75696365'::bigint); END $$;
      SET LOCAL lock_timeout = '10s';
      """;

  /** Asked in this way, because a look for the table may not see what another one just made. */
  private static final String BEGIN =
      """
      CREATE TABLE IF NOT EXISTS sluice_schema (version integer PRIMARY KEY,
        usable_from integer NOT NULL, applied_at timestamptz NOT NULL)
      """;

  static final List<Script> SCRIPTS = List.of(new Script("V1__runs_conversations.sql", 1));

  private final List<Script> scripts;

  /**
   * One step; the n-th leads to version n.
   *
   * @param usableFrom programs of this version and later can use what it leaves
   */
  record Script(String name, int usableFrom) {}

  /** Where the schema stands; version 0 when there is none. */
  private record Standing(int version, int usableFrom) {}

  Migrations(List<Script> scripts) {
    this.scripts = List.copyOf(scripts);
  }

  Future<Void> apply(Session session) {
    return standing(session)
        .compose(
            standing ->
                standing.version() >= scripts.size()
                    ? check(standing)
                    : session.transaction(() -> migrate(session)));
  }

  private Future<Void> migrate(Session session) {
    session.allow(LONGEST);
    return session
        .script(TAKE_THE_LOCK)
        .compose(_ -> session.script(BEGIN))
        .compose(_ -> version(session))
        .compose(standing -> check(standing).compose(_ -> migrate(session, standing)));
  }

  private Future<Void> migrate(Session session, Standing standing) {
    Future<Void> done = Future.succeededFuture();
    for (int version = standing.version() + 1; version <= scripts.size(); version++) {
      int next = version;
      done = done.compose(_ -> step(session, next));
    }
    return done;
  }

  private Future<Void> step(Session session, int version) {
    Script script = scripts.get(version - 1);
    LOG.info("bringing the schema to version {}", version);
    return session
        .script(read(script.name()))
        .compose(
            _ ->
                session.update(
                    "INSERT INTO sluice_schema VALUES ($1, $2, now())",
                    version,
                    script.usableFrom()))
        .mapEmpty();
  }

  private Future<Void> check(Standing standing) {
    if (standing.usableFrom() > scripts.size()) {
      return Future.failedFuture(
          new StoreException(
              Kind.CORRUPT,
              "the database has schema version "
                  + standing.version()
                  + ", for programs from version "
                  + standing.usableFrom()
                  + " on, and this program knows only "
                  + scripts.size()
                  + ": start the newer version that wrote it"));
    }
    return Future.succeededFuture();
  }

  private static Future<Standing> standing(Session session) {
    return session
        .first("SELECT to_regclass('sluice_schema') IS NOT NULL AS ours", row -> row.flag("ours"))
        .compose(
            ours ->
                ours.orElse(false) ? version(session) : Future.succeededFuture(new Standing(0, 0)));
  }

  private static Future<Standing> version(Session session) {
    return session
        .first(
            """
            SELECT coalesce(max(version), 0) AS version, coalesce(max(usable_from), 0) AS usable
            FROM sluice_schema
            """,
            row -> new Standing(row.small("version"), row.small("usable")))
        .map(found -> found.orElseThrow());
  }

  private static String read(String name) {
    try (InputStream script = Migrations.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IOException("the program lacks its migration script " + name);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
