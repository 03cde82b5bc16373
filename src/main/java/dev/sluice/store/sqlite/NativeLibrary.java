package dev.sluice.store.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the driver unpacks its native library: in the data folder, because a shared temporary
 * folder may forbid execution or belong to others.
 */
final class NativeLibrary {
  private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /** Counts only before the driver's first use in this process. */
  static void unpackInto(Path folder) throws IOException {
    if (System.getProperty(FOLDER_PROPERTY) == null) {
      removeLeftovers(folder);
      System.setProperty(FOLDER_PROPERTY, folder.toString());
    }
  }

  /** A killed process leaves its copy behind; under the folder's lock nobody else has one. */
  private static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, "sqlite-*sqlitejdbc*")) {
      for (Path copy : copies) {
        Files.deleteIfExists(copy);
      }
    }
  }
}
