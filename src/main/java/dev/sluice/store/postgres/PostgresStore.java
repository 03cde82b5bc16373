package dev.sluice.store.postgres;

import dev.sluice.conversation.ConversationStore;
import dev.sluice.event.EventLog;
import dev.sluice.run.RunStore;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import dev.sluice.tool.builtin.NoteStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The stores of one process on a Postgres database that it shares with others. Thread-safe; futures
 * complete on the calling context.
 */
public final class PostgresStore {
  private final Db db;
  private final RunStore runs;
  private final ConversationStore conversations;
  private final NoteStore notes;

  private PostgresStore(Db db, EventLog log, Supplier<Optional<Instant>> clock) {
    var forgetting = new Forgetting(db, log);
    InstantSource wishes = () -> clock.get().orElseGet(Instant::now);
    this.db = db;
    this.runs = new PostgresRunStore(db, forgetting, wishes);
    this.conversations = new PostgresConversationStore(db, forgetting);
    this.notes = new PostgresNoteStore(db);
  }

  /**
   * Connects, and brings the schema to this program's version where that is not done. Fails with a
   * {@link StoreException} that says what to do: {@code UNAVAILABLE} when the server cannot be
   * reached, refuses us or cannot be relied on, {@code CORRUPT} when a newer program wrote the
   * schema.
   *
   * @param log where the events of deleted runs are to be deleted
   */
  public static Future<PostgresStore> open(
      Vertx vertx, PostgresUrl url, PostgresConfig config, EventLog log) {
    return open(vertx, url, config, log, Optional::empty);
  }

  /**
   * @param clock the time by which leases are judged instead of the server's: for tests
   */
  static Future<PostgresStore> open(
      Vertx vertx,
      PostgresUrl url,
      PostgresConfig config,
      EventLog log,
      Supplier<Optional<Instant>> clock) {
    return prepare(vertx, url, config.forMigration())
        .map(_ -> new PostgresStore(db(vertx, url, config, clock), log, clock))
        .recover(failure -> Future.failedFuture(named(url, failure)));
  }

  public RunStore runs() {
    return runs;
  }

  public ConversationStore conversations() {
    return conversations;
  }

  public NoteStore notes() {
    return notes;
  }

  /** Closes the connections; what is under way fails. Allowed more than once. */
  public Future<Void> close() {
    return db.close();
  }

  private static Future<Void> prepare(Vertx vertx, PostgresUrl url, PostgresConfig config) {
    Db db = db(vertx, url, config, Optional::empty);
    return db.<Void>soon(
            session ->
                ServerCheck.check(session)
                    .compose(_ -> new Migrations(Migrations.SCRIPTS).apply(session)))
        .eventually(db::close);
  }

  static Db db(
      Vertx vertx, PostgresUrl url, PostgresConfig config, Supplier<Optional<Instant>> clock) {
    Pool pool = new Dialling(url, config).pool(vertx);
    return new Db(vertx, new Connections(vertx, pool, config, clock), config);
  }

  private static StoreException named(PostgresUrl url, Throwable failure) {
    Kind kind = failure instanceof StoreException store ? store.kind() : Kind.UNAVAILABLE;
    return new StoreException(kind, failure.getMessage() + " (" + url + ")", failure);
  }
}
