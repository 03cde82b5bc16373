package dev.sluice.store.sqlite;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Proof that no other process works on the data folder. The operating system drops it when the
 * process dies, however it dies; the file stays and names the last holder.
 */
final class FolderLock implements AutoCloseable {
  static final String FILE = "sluice.lock";
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Fails with a {@link StoreException} that names the holder when it is not us. */
  static FolderLock take(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (lock(channel) == null) {
        throw inUse(channel);
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static StoreException inUse(FileChannel channel) throws IOException {
    var text = ByteBuffer.allocate(32);
    channel.read(text, 0);
    String holder = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    String who = holder.isEmpty() ? "another process" : "process " + holder;
    return new StoreException(
        Kind.UNAVAILABLE,
        "the data folder is in use by " + who + ": stop that one, or choose another folder");
  }
}
