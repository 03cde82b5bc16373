package dev.sluice.store.sqlite;

import dev.sluice.conversation.ConversationStore;
import dev.sluice.event.EventLog;
import dev.sluice.run.RunStore;
import dev.sluice.store.ManualClock;
import dev.sluice.store.StoresUnderTest;
import dev.sluice.testing.TestVertx;
import dev.sluice.tool.builtin.NoteStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An open store in a folder of its own, for each test. */
final class OpenStore implements BeforeEachCallback, AfterEachCallback, StoresUnderTest {
  private final SqliteOptions options;
  private final ManualClock clock = new ManualClock();
  private @Nullable Vertx vertx;
  private @Nullable Path folder;
  private @Nullable SqliteStore store;

  OpenStore() {
    this(SqliteOptions.defaults());
  }

  OpenStore(SqliteOptions options) {
    this.options = options;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    vertx = TestVertx.create();
    folder = Files.createTempDirectory("sluice-store");
    store = SqliteStore.open(vertx, folder, clock, options).await();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    store().close().await();
    vertx().close().await();
    try (Stream<Path> files = Files.walk(folder())) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  SqliteStore reopen() {
    store().close().await();
    SqliteStore again = SqliteStore.open(vertx(), folder(), clock, options).await();
    store = again;
    return again;
  }

  SqliteStore store() {
    return Objects.requireNonNull(store);
  }

  Vertx vertx() {
    return Objects.requireNonNull(vertx);
  }

  Path folder() {
    return Objects.requireNonNull(folder);
  }

  @Override
  public RunStore runs() {
    return store().runs();
  }

  @Override
  public EventLog log() {
    return store().log();
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
