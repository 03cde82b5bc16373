package dev.sluice.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.SslMode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {

  @Test
  void readsAllThatAUrlCanSay() {
    assertThat(
            PostgresUrl.parse(
                "postgres://an%40na:p%3Aw%2F+1@[::1]:6543/my%20db?sslmode=verify-full"
                    + "&sslrootcert=/etc/ca.pem&application_name=pod+7&search_path=sluice"))
        .isEqualTo(
            new PostgresUrl(
                "::1",
                6543,
                "my db",
                "an@na",
                Optional.of("p:w/+1"),
                SslMode.VERIFY_FULL,
                Optional.of(Path.of("/etc/ca.pem")),
                "pod+7",
                Optional.of("sluice")));
  }

  @Test
  void fillsInWhatIsNotSaid() {
    assertThat(PostgresUrl.parse("postgresql://sluice@db.example/sluice"))
        .isEqualTo(
            new PostgresUrl(
                "db.example",
                5432,
                "sluice",
                "sluice",
                Optional.empty(),
                SslMode.PREFER,
                Optional.empty(),
                "sluice",
                Optional.empty()));
  }

  @Test
  void takesThePasswordFromElsewhere() {
    assertThat(PostgresUrl.parse("postgresql://sluice@db/sluice").withPassword("s").password())
        .contains("s");
  }

  @Test
  void neverShowsThePassword() {
    assertThat(PostgresUrl.parse("postgresql://sluice:hush@db/sluice"))
        .hasToString("postgresql://sluice@db:5432/sluice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://sluice:hush@db/sluice",
        "postgresql://db/sluice",
        "postgresql://sluice:hush@db",
        "postgresql://sluice:hush@db/",
        "postgresql://sluice:hush@db/a/b",
        "postgresql://sluice:hush word@db/sluice",
        "postgresql://sluice:hush%zz@db/sluice",
        "postgresql://sluice:hush@db/sluice?sslmode=maybe",
        "postgresql://sluice:hush@db/sluice?sslmod=require",
        "postgresql://sluice:hush@db/sluice?sslmode"
      })
  void refusesWhatItDoesNotUnderstandWithoutQuotingThePassword(String url) {
    assertThatThrownBy(() -> PostgresUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the Postgres URL ")
        .hasMessageNotContaining("hush")
        .hasNoCause();
  }
}
