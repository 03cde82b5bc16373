package dev.sluice.store.sqlite;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;

/** The steps from a folder to an open store. Blocks; undoes what it did when a step fails. */
record Opening(Vertx vertx, Path folder, InstantSource clock, SqliteOptions options) {
  static final String FILE = "sluice.db";

  void open(Caller<SqliteStore> caller) {
    SqliteStore store;
    try {
      store = open();
    } catch (StoreException e) {
      caller.fail(new StoreException(e.kind(), e.getMessage() + " (" + folder + ")", e));
      return;
    } catch (IOException e) {
      caller.fail(
          new StoreException(
              Kind.UNAVAILABLE, "the data folder " + folder + " cannot be used: " + e, e));
      return;
    } catch (RuntimeException | Error e) {
      caller.fail(SqlFailures.of(e));
      return;
    }
    caller.succeed(store);
  }

  private SqliteStore open() throws IOException {
    Files.createDirectories(folder);
    FolderLock lock = FolderLock.take(folder);
    try {
      NativeLibrary.unpackInto(folder);
      var connections = new Connections(folder.resolve(FILE), options.maxBytes());
      var writer = new Writer(vertx, connections, prepared(connections), options);
      writer.start();
      return new SqliteStore(vertx, clock, lock, writer, new Readers(vertx, connections, options));
    } catch (SQLException e) {
      lock.close();
      throw SqlFailures.of(e);
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private Db prepared(Connections connections) throws SQLException, IOException {
    Db db = connections.openWriter();
    try {
      new Migrations(Migrations.SCRIPTS).apply(db);
      // The folder's lock proves that whoever held these is gone.
      db.update(
          "UPDATE run SET idle_since = min(lease_until, ?), lease_until = 0 WHERE lease_until > 0",
          clock.instant());
      return db;
    } catch (SQLException | IOException | RuntimeException e) {
      Connections.closeQuietly(db);
      throw e;
    }
  }
}
