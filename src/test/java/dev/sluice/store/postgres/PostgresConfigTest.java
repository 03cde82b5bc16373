package dev.sluice.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresConfigTest {

  @Test
  void findsNothingWrongWithItsDefaults() {
    assertThat(problems(PostgresConfig.defaults())).isEmpty();
  }

  @Test
  void wantsTheIdleTimeoutBeyondEveryStatement() {
    assertThat(problems(with(Duration.ofSeconds(2), Duration.ofSeconds(6))))
        .containsExactly("idleTimeout");
  }

  @Test
  void wantsLocksGivenUpBeforeStatements() {
    assertThat(problems(with(Duration.ofSeconds(6), Duration.ofSeconds(30))))
        .containsExactly("lockTimeout");
  }

  private static PostgresConfig with(Duration lock, Duration idle) {
    PostgresConfig it = PostgresConfig.defaults();
    return new PostgresConfig(
        it.url(),
        it.startPatience(),
        it.poolSize(),
        it.maxWaiting(),
        it.connectTimeout(),
        it.acquireTimeout(),
        Duration.ofSeconds(5),
        lock,
        it.patience(),
        it.writePatience(),
        idle,
        it.behindPooler());
  }

  private static List<String> problems(PostgresConfig config) {
    var found = new ArrayList<String>();
    config.validate(
        new Problems() {
          @Override
          public void report(String name, String message) {
            found.add(name);
          }

          @Override
          public void report(String message) {
            found.add("");
          }

          @Override
          public Problems in(String name) {
            return this;
          }

          @Override
          public Problems in(int index) {
            return this;
          }
        });
    return found;
  }
}
