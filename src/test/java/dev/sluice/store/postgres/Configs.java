package dev.sluice.store.postgres;

import java.time.Duration;

/** Configurations for tests, where nobody has the time of production. */
final class Configs {
  private Configs() {}

  /** Gives up at the first trouble. */
  static PostgresConfig impatient(int poolSize, int maxWaiting) {
    return of(poolSize, maxWaiting, Duration.ZERO);
  }

  /** Tries for as long as any test may take. */
  static PostgresConfig patient(int poolSize) {
    return of(poolSize, 100, Duration.ofSeconds(50));
  }

  static PostgresConfig behindPooler() {
    PostgresConfig its = PostgresConfig.defaults();
    return new PostgresConfig(
        its.poolSize(),
        its.maxWaiting(),
        its.connectTimeout(),
        its.acquireTimeout(),
        its.statementTimeout(),
        its.lockTimeout(),
        its.patience(),
        its.writePatience(),
        its.idleTimeout(),
        true);
  }

  private static PostgresConfig of(int poolSize, int maxWaiting, Duration patience) {
    return new PostgresConfig(
        poolSize,
        maxWaiting,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        patience,
        patience,
        Duration.ofSeconds(10),
        false);
  }

  /** A statement without an answer fails soon, and its connection is closed soon after. */
  static PostgresConfig withShortStatements(PostgresConfig config) {
    return new PostgresConfig(
        config.poolSize(),
        config.maxWaiting(),
        config.connectTimeout(),
        config.acquireTimeout(),
        Duration.ofMillis(200),
        Duration.ofMillis(100),
        config.patience(),
        config.writePatience(),
        Duration.ofMillis(1500),
        false);
  }
}
