package dev.sluice.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import dev.sluice.store.postgres.Migrations.Script;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MigrationsTest {
  private static final Script NEXT = new Script("next-version-for-test.sql", 1);
  private static final Script BROKEN = new Script("broken-for-test.sql", 1);

  private final Vertx vertx = TestVertx.create();
  private final String schema = "sluice_test_" + UUID.randomUUID().toString().replace("-", "");
  private final PostgresUrl url = in(PostgresUrl.parse(PostgresServer.url()), schema);
  private final Sql sql = new Sql(vertx, url);

  @BeforeEach
  void makeAnEmptySchema() {
    sql.run("CREATE SCHEMA " + schema);
  }

  @AfterEach
  void drop() {
    sql.run("DROP SCHEMA " + schema + " CASCADE");
    sql.close();
    vertx.close().await();
  }

  @Test
  void makesTheSchemaOnceWhenManyBeginAtOnce() {
    List<Future<PostgresStore>> opening = Stream.generate(this::open).limit(4).toList();
    List<PostgresStore> stores = opening.stream().map(one -> one.await()).toList();
    assertThat(sql.values("SELECT version FROM sluice_schema")).containsExactly(1);
    stores.forEach(store -> store.close().await());
  }

  @Test
  void doesNothingTheSecondTime() {
    apply(Migrations.SCRIPTS);
    note();
    apply(Migrations.SCRIPTS);
    assertThat(sql.value("SELECT count(*) FROM note")).isEqualTo(1L);
  }

  @Test
  void goesOnFromAnOlderVersionWithItsData() {
    apply(Migrations.SCRIPTS);
    note();
    apply(and(NEXT));
    assertThat(sql.values("SELECT version FROM sluice_schema ORDER BY version"))
        .containsExactly(1, 2);
    assertThat(sql.value("SELECT stars FROM note")).isEqualTo(5);
  }

  @Test
  void undoesAStepThatFails() {
    apply(Migrations.SCRIPTS);
    assertThatThrownBy(() -> apply(and(BROKEN))).isInstanceOf(StoreException.class);
    assertThat(sql.values("SELECT version FROM sluice_schema")).containsExactly(1);
    assertThat(sql.value("SELECT to_regclass('half') IS NULL")).isEqualTo(true);
    apply(Migrations.SCRIPTS);
  }

  @Test
  void goesOnBesideANewerVersionThatOnlyAdded() {
    apply(and(NEXT));
    open().await().close().await();
  }

  @Test
  void refusesANewerVersionThatTookSomethingAway() {
    apply(and(new Script(NEXT.name(), 2)));
    assertThatThrownBy(() -> open().await())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining("version 2")
        .hasMessageContaining(url.host());
  }

  @Test
  void needsNoRightToChangeTheSchemaOnceItIsThere() {
    String role = schema + "_role";
    apply(Migrations.SCRIPTS);
    sql.run(
        """
        CREATE ROLE %1$s LOGIN;
        GRANT USAGE ON SCHEMA %2$s TO %1$s;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %2$s TO %1$s
        """
            .formatted(role, schema));
    try {
      PostgresStore store =
          PostgresStore.open(vertx, as(url, role), PostgresConfig.defaults(), new FakeEventLog())
              .await();
      assertThat(store.runs().recent(1).await()).isEmpty();
      store.close().await();
      assertThatThrownBy(() -> new Sql(vertx, as(url, role)).run("CREATE TABLE mine (x integer)"))
          .hasMessageContaining("42501");
    } finally {
      sql.run("DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(role));
    }
  }

  static PostgresUrl as(PostgresUrl url, String role) {
    return new PostgresUrl(
        url.host(),
        url.port(),
        url.database(),
        role,
        url.password(),
        url.sslMode(),
        url.rootCertificate(),
        url.applicationName(),
        url.schema());
  }

  private static PostgresUrl in(PostgresUrl url, String schema) {
    return new PostgresUrl(
        url.host(),
        url.port(),
        url.database(),
        url.user(),
        url.password(),
        url.sslMode(),
        url.rootCertificate(),
        url.applicationName(),
        Optional.of(schema));
  }

  private Future<PostgresStore> open() {
    return PostgresStore.open(vertx, url, PostgresConfig.defaults(), new FakeEventLog());
  }

  private void apply(List<Script> scripts) {
    Db db = PostgresStore.db(vertx, url, PostgresConfig.defaults(), Optional::empty);
    db.<Void>soon(session -> new Migrations(scripts).apply(session)).eventually(db::close).await();
  }

  private static List<Script> and(Script script) {
    var scripts = new ArrayList<>(Migrations.SCRIPTS);
    scripts.add(script);
    return scripts;
  }

  private void note() {
    sql.run("INSERT INTO note (conversation, hash, text, saved_at) VALUES ('c', 'h', 't', now())");
  }
}
