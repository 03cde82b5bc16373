package dev.sluice.store.postgres;

import dev.sluice.conversation.ConversationStore;
import dev.sluice.event.EventLog;
import dev.sluice.run.RunStore;
import dev.sluice.store.ManualClock;
import dev.sluice.store.StoresUnderTest;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.TestVertx;
import dev.sluice.tool.builtin.NoteStore;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Open stores in a schema of their own, for each test, on the test's clock. */
final class OpenPostgres implements BeforeEachCallback, AfterEachCallback, StoresUnderTest {
  private final PostgresConfig config;
  private final ManualClock clock = new ManualClock();
  private final FakeEventLog log = new FakeEventLog();
  private final List<PostgresStore> opened = new ArrayList<>();
  private @Nullable Vertx vertx;
  private @Nullable Sql sql;
  private @Nullable PostgresUrl url;
  private @Nullable PostgresStore store;

  OpenPostgres() {
    this(PostgresConfig.defaults());
  }

  OpenPostgres(PostgresConfig config) {
    this.config = config;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    vertx = TestVertx.create();
    String schema = "sluice_test_" + UUID.randomUUID().toString().replace("-", "");
    String base = PostgresServer.url();
    url = PostgresUrl.parse(base + (base.contains("?") ? "&" : "?") + "search_path=" + schema);
    sql = new Sql(vertx, url());
    sql().run("CREATE SCHEMA " + schema);
    store = another();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    opened.forEach(one -> one.close().await());
    sql().run("DROP SCHEMA " + url().schema().orElseThrow() + " CASCADE");
    sql().close();
    vertx().close().await();
  }

  /** The store of another process on the same database. */
  PostgresStore another() {
    return another(url(), config);
  }

  PostgresStore another(PostgresUrl place, PostgresConfig its) {
    PostgresStore one =
        PostgresStore.open(vertx(), place, its, log, () -> Optional.of(clock.instant())).await();
    opened.add(one);
    return one;
  }

  PostgresStore store() {
    return Objects.requireNonNull(store);
  }

  Vertx vertx() {
    return Objects.requireNonNull(vertx);
  }

  PostgresUrl url() {
    return Objects.requireNonNull(url);
  }

  /** Statements beside the store, in its schema. */
  Sql sql() {
    return Objects.requireNonNull(sql);
  }

  @Override
  public RunStore runs() {
    return store().runs();
  }

  FakeEventLog fakeLog() {
    return log;
  }

  @Override
  public EventLog log() {
    return log;
  }

  @Override
  public ConversationStore conversations() {
    return store().conversations();
  }

  @Override
  public NoteStore notes() {
    return store().notes();
  }

  @Override
  public ManualClock clock() {
    return clock;
  }
}
