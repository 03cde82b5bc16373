package dev.sluice.store.postgres;

import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Secret;
import dev.sluice.config.Validated;
import java.time.Duration;
import java.util.Optional;

/** Where Postgres is, as in {@link PostgresUrl}, and how one process uses it. */
public record PostgresConfig(
    @Doc("postgresql://user:password@host:port/database?sslmode=…; DATABASE_URL sets it.")
        Optional<Secret> url,
    @Doc("A process that starts waits so long for Postgres; then it gives up.")
        @DurationRange(min = "0ms", max = "10m")
        Duration startPatience,
    @Doc("Connections that one process holds at most.") @Range(min = 1, max = 1000) int poolSize,
    @Doc("Operations that may wait for a connection; more are refused at once.")
        @Range(min = 1, max = 100_000)
        int maxWaiting,
    @Doc("Until a new connection is there.") @DurationRange(min = "100ms", max = "1m")
        Duration connectTimeout,
    @Doc("Until an operation has a connection of the pool.")
        @DurationRange(min = "100ms", max = "1m")
        Duration acquireTimeout,
    @Doc("What one statement may take; the server ends it after that.")
        @DurationRange(min = "100ms", max = "10m")
        Duration statementTimeout,
    @Doc("What a statement may wait for a row that another one holds.")
        @DurationRange(min = "50ms", max = "1m")
        Duration lockTimeout,
    @Doc("How long reads and submits are tried again while Postgres is away; then they fail.")
        @DurationRange(min = "0ms", max = "1m")
        Duration patience,
    @Doc("How long what a running turn has to write is tried again while Postgres is away.")
        @DurationRange(min = "0ms", max = "10m")
        Duration writePatience,
    @Doc("A connection on which nothing moves for so long is closed.")
        @DurationRange(min = "1s", max = "1h")
        Duration idleTimeout,
    @Doc("A pooler in transaction mode, such as PgBouncer, stands between.") boolean behindPooler)
    implements Validated {

  @Override
  public void validate(Problems problems) {
    url.map(Secret::reveal)
        .flatMap(PostgresUrl::problem)
        .ifPresent(problem -> problems.report("url", problem));
    if (lockTimeout.compareTo(statementTimeout) > 0) {
      problems.report("lockTimeout", "must not be longer than statement_timeout");
    }
    if (idleTimeout.compareTo(statementTimeout.plus(Session.GRACE)) <= 0) {
      problems.report(
          "idleTimeout",
          "must be longer than statement_timeout and a second, or it ends statements");
    }
  }

  public static PostgresConfig defaults() {
    return new PostgresConfig(
        Optional.empty(),
        Duration.ofSeconds(30),
        16,
        2000,
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        false);
  }

  /** For one connection that changes the schema, before anything else. */
  PostgresConfig forMigration() {
    return new PostgresConfig(
        url,
        startPatience,
        1,
        1,
        connectTimeout,
        acquireTimeout,
        statementTimeout,
        lockTimeout,
        startPatience,
        writePatience,
        Migrations.LONGEST.plus(idleTimeout),
        behindPooler);
  }
}
