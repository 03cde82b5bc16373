package dev.sluice.store.sqlite;

import dev.sluice.conversation.ConversationStore;
import dev.sluice.event.EventLog;
import dev.sluice.run.RunQueue;
import dev.sluice.run.RunStore;
import dev.sluice.tool.builtin.NoteStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All stores of one process over one file, {@code sluice.db} in the data folder. It holds the
 * folder's lock until it is closed; so the runs that a former process was working on are due again
 * when it opens. Thread-safe; futures complete on the calling context.
 */
public final class SqliteStore {
  private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

  private final Vertx vertx;
  private final FolderLock lock;
  private final Writer writer;
  private final Readers readers;
  private final RunStore runs;
  private final EventLog eventLog;
  private final ConversationStore conversations;
  private final RunQueue queue;
  private final NoteStore notes;

  SqliteStore(Vertx vertx, InstantSource clock, FolderLock lock, Writer writer, Readers readers) {
    this.vertx = vertx;
    this.lock = lock;
    this.writer = writer;
    this.readers = readers;
    this.runs = new SqliteRunStore(writer, readers, clock);
    this.eventLog = new SqliteEventLog(writer, readers, new Watches(vertx));
    this.conversations = new SqliteConversationStore(writer, readers);
    this.queue = new MemoryRunQueue(vertx);
    this.notes = new SqliteNoteStore(writer, readers);
  }

  /**
   * Opens the store in the folder, which is made when absent. Fails with a {@link
   * dev.sluice.run.StoreException} that says what to do: {@code UNAVAILABLE} when another process
   * holds the folder or it cannot be written, {@code CORRUPT} when the file is damaged, foreign or
   * newer than this program.
   */
  public static Future<SqliteStore> open(
      Vertx vertx, Path folder, InstantSource clock, SqliteOptions options) {
    Caller<SqliteStore> caller = Caller.of(vertx);
    var opening = new Opening(vertx, folder.toAbsolutePath().normalize(), clock, options);
    Thread.ofPlatform().name("sluice-store-open").daemon().start(() -> opening.open(caller));
    return caller.future();
  }

  public RunStore runs() {
    return runs;
  }

  public EventLog log() {
    return eventLog;
  }

  public ConversationStore conversations() {
    return conversations;
  }

  /** The line of waiting runs, empty at first: whoever opens the store offers what is pending. */
  public RunQueue queue() {
    return queue;
  }

  public NoteStore notes() {
    return notes;
  }

  /**
   * Commits what was handed over before, refuses all else, and gives the folder free. Waiting takes
   * of the queue end with an empty list. Allowed more than once.
   */
  public Future<Void> close() {
    Caller<Boolean> caller = Caller.of(vertx);
    queue.close();
    Thread.ofPlatform().name("sluice-store-close").daemon().start(() -> release(caller));
    return caller.future().mapEmpty();
  }

  private void release(Caller<Boolean> caller) {
    try {
      readers.close();
      writer.close();
      lock.close();
      caller.succeed(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      caller.fail(e);
    } catch (IOException e) {
      log.warn("the data folder's lock could not be given back: {}", e.getMessage());
      caller.fail(e);
    }
  }
}
