package dev.sluice.store.postgres;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.newRun;
import static dev.sluice.store.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.Journal;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.NewRun;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.Run;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import dev.sluice.testing.CuttableProxy;
import dev.sluice.testing.PostgresServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that is away, silent, full or out of office. */
@Timeout(60)
class OutageTest {
  @RegisterExtension final OpenPostgres direct = new OpenPostgres();
  private CuttableProxy proxy;

  @BeforeEach
  void open() {
    proxy = CuttableProxy.before(direct.vertx(), direct.url().host(), direct.url().port());
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void refusesSubmitsWhileTheServerIsAwayAndTakesThemAfterwards() {
    PostgresStore store = proxied(Configs.impatient(2, 10));
    proxy.setRefusing(true);
    NewRun wanted = newRun(ANNA, now());
    unavailable(store.runs().accept(wanted));
    unavailable(store.runs().find(wanted.id()));
    assertThat(direct.runs().find(wanted.id()).await()).isEmpty();
    proxy.setRefusing(false);
    assertThat(store.runs().accept(wanted).await()).isInstanceOf(Accepted.class);
  }

  @Test
  void letsWhatARunningTurnWritesWaitForTheServer() {
    PostgresStore store = proxied(Configs.patient(2));
    PostgresStore impatient = proxied(Configs.impatient(2, 10));
    Run run = accept(store, newRun(ANNA, now()));
    store.runs().claim(run.id(), "worker", LEASE).await();
    proxy.setRefusing(true);
    var entry = new Journal.ToolCallStarted(1, new ToolUseId("toolu_1"), "calculator");
    Future<Void> journalled = store.runs().journal(run.id(), 1, entry);
    unavailable(impatient.runs().find(run.id()));
    assertThat(journalled.isComplete()).isFalse();
    proxy.setRefusing(false);
    journalled.await();
    assertThat(direct.runs().journal(run.id()).await()).containsExactly(entry);
  }

  @Test
  void givesUpOnASilentServerAndComesBackWithIt() {
    PostgresStore patient = proxied(Configs.withShortStatements(Configs.patient(1)));
    PostgresStore impatient = proxied(Configs.withShortStatements(Configs.impatient(1, 10)));
    Run run = accept(patient, newRun(ANNA, now()));
    assertThat(impatient.runs().find(run.id()).await()).contains(run);
    proxy.setSilent(true);
    Future<Optional<Run>> waiting = patient.runs().find(run.id());
    unavailable(impatient.runs().find(run.id()));
    proxy.setSilent(false);
    assertThat(waiting.await()).contains(run);
  }

  @Test
  void refusesAtOnceWhatWouldWaitBehindTooMany() {
    PostgresStore store = proxied(Configs.withShortStatements(Configs.impatient(1, 1)));
    proxy.setSilent(true);
    Future<?> working = store.runs().find(RunId.random());
    Future<?> waiting = store.runs().find(RunId.random());
    Future<?> tooMany = store.runs().find(RunId.random());
    assertThatThrownBy(tooMany::await).hasMessageContaining("too many wait");
    unavailable(tooMany);
    unavailable(working);
    unavailable(waiting);
  }

  @Test
  void waitsNoLongerForARowThanItMay() {
    PostgresStore store =
        direct.another(direct.url(), Configs.withShortStatements(Configs.impatient(2, 10)));
    NewRun first = newRun(ANNA, now());
    Run run = accept(store, first);
    NewRun second = next(first, run.conversation(), WhenBusy.WAIT);
    SqlConnection other = direct.sql().begin("SELECT * FROM conversation FOR UPDATE");
    assertThatThrownBy(() -> store.runs().accept(second).await()).hasMessageContaining("55P03");
    other.query("ROLLBACK").execute().await();
    other.close().await();
    assertThat(store.runs().accept(second).await()).isInstanceOf(Accepted.class);
  }

  @Test
  void goesOnWhenItsConnectionsAreTerminated() {
    String name = "victim " + direct.url().schema().orElseThrow();
    PostgresStore store = direct.another(named(direct.url(), name), PostgresConfig.defaults());
    Run run = accept(store, newRun(ANNA, now()));
    direct
        .sql()
        .run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                + name
                + "'");
    assertThat(store.runs().find(run.id()).await()).contains(run);
    assertThat(store.runs().claim(run.id(), "worker", LEASE).await()).isNotNull();
  }

  @Test
  void leavesAServerThatTakesNoWrites() {
    String schema = direct.url().schema().orElseThrow();
    String role = schema + "_role";
    direct
        .sql()
        .run(
            """
            CREATE ROLE %1$s LOGIN;
            GRANT USAGE ON SCHEMA %2$s TO %1$s;
            GRANT ALL ON ALL TABLES IN SCHEMA %2$s TO %1$s;
            ALTER ROLE %1$s SET default_transaction_read_only = on
            """
                .formatted(role, schema));
    try {
      PostgresStore store =
          direct.another(MigrationsTest.as(direct.url(), role), Configs.impatient(1, 10));
      NewRun wanted = newRun(ANNA, now());
      assertThatThrownBy(() -> store.runs().accept(wanted).await())
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
          .hasMessageContaining("25006");
      direct.sql().run("ALTER ROLE " + role + " RESET default_transaction_read_only");
      // On a new connection: the one that there was would still refuse.
      assertThat(store.runs().accept(wanted).await()).isInstanceOf(Accepted.class);
      store.close().await();
    } finally {
      direct.sql().run("DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(role));
    }
  }

  @Test
  void answersOnTheCallersContextAfterARetryToo() {
    PostgresStore store = proxied(Configs.patient(2));
    NewRun wanted = newRun(ANNA, now());
    Context context = direct.vertx().getOrCreateContext();
    Promise<Context> seen = Promise.promise();
    proxy.loseAnswerTo(wanted.id().value());
    context.runOnContext(
        _ -> store.runs().accept(wanted).onComplete(_ -> seen.complete(Vertx.currentContext())));
    assertThat(seen.future().await()).isSameAs(context);
    assertThat(proxy.cuts()).isEqualTo(1);
  }

  @Test
  void saysSoWhenItIsClosed() {
    PostgresStore store = direct.another();
    store.close().await();
    store.close().await();
    assertThatThrownBy(() -> store.runs().find(RunId.random()).await())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void saysWhereNobodyAnswersAndKeepsThePasswordToItself() {
    PostgresUrl nobody =
        PostgresUrl.parse(
            "postgresql://sluice:the-secret@127.0.0.1:" + PostgresServer.freePort() + "/sluice");
    assertThatThrownBy(
            () ->
                PostgresStore.open(direct.vertx(), nobody, Configs.impatient(1, 1), direct.log())
                    .await())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining("postgresql://sluice@127.0.0.1:" + nobody.port() + "/sluice")
        .hasMessageNotContaining("the-secret");
  }

  private static void unavailable(Future<?> answer) {
    assertThatThrownBy(answer::await)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  private PostgresStore proxied(PostgresConfig config) {
    return direct.another(LostAnswerTest.through(direct.url(), proxy), config);
  }

  private static PostgresUrl named(PostgresUrl url, String name) {
    return new PostgresUrl(
        url.host(),
        url.port(),
        url.database(),
        url.user(),
        url.password(),
        url.sslMode(),
        url.rootCertificate(),
        name,
        url.schema());
  }

  private static Run accept(PostgresStore store, NewRun wanted) {
    return ((Accepted) store.runs().accept(wanted).await()).run();
  }

  private Instant now() {
    return direct.clock().instant();
  }
}
