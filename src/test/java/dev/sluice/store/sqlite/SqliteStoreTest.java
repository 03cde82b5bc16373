package dev.sluice.store.sqlite;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.events;
import static dev.sluice.store.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.EventId;
import dev.sluice.id.RunId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.run.Claim;
import dev.sluice.run.NewRun;
import dev.sluice.run.Run;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SqliteStoreTest {
  @RegisterExtension final OpenStore store = new OpenStore();

  @Test
  void keepsEverythingOverARestart() {
    NewRun wanted = newRun(ANNA, now());
    store.runs().accept(wanted).await();
    store.runs().claim(wanted.id(), "w", LEASE).await();
    store.log().append(wanted.id(), events(wanted.id(), 1, 1, 3, now())).await();
    store.runs().finish(wanted.id(), 1, completed("x"), List.of(wanted.input())).await();
    store.notes().save(wanted.newConversation(), "h", "note", now()).await();
    Run before = store.runs().find(wanted.id()).await().orElseThrow();

    store.reopen();

    assertThat(store.runs().find(wanted.id()).await()).contains(before);
    assertThat(store.log().lastId(wanted.id()).await()).isEqualTo(new EventId(1, 3));
    assertThat(store.conversations().messages(wanted.newConversation(), ANNA).await()).hasSize(1);
    assertThat(store.notes().list(wanted.newConversation()).await()).hasSize(1);
  }

  @Test
  void voidsTheLeasesOfAFormerProcess() {
    NewRun running = newRun(ANNA, now());
    store.runs().accept(running).await();
    store.runs().claim(running.id(), "w", LEASE).await();
    NewRun ended = newRun(ANNA, now());
    store.runs().accept(ended).await();
    store.runs().claim(ended.id(), "w", LEASE).await();
    store.runs().finish(ended.id(), 1, completed("x"), List.of()).await();

    store.reopen();

    assertThat(store.runs().pending(10).await()).hasSize(2);
    var held = (Claim.Held) store.runs().claim(running.id(), "w", LEASE).await();
    assertThat(held.run().epoch()).isEqualTo(2);
    assertThat(held.run().failures()).isEqualTo(1);
    assertThat(store.runs().claimLog(ended.id(), LEASE).await()).isPresent();
  }

  @Test
  void countsARunAsIdleFromTheStartThatFoundItsHolderGone() {
    assertThat(idleAfterRestart(Duration.ofSeconds(2), Duration.ofSeconds(5)))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void countsARunAsIdleFromTheEndOfItsLeaseWhenTheProcessWasAwayForLonger() {
    assertThat(idleAfterRestart(LEASE.plusSeconds(30), Duration.ofSeconds(5)))
        .isEqualTo(Duration.ofSeconds(35));
  }

  private Duration idleAfterRestart(Duration away, Duration untilClaimed) {
    NewRun running = newRun(ANNA, now());
    store.runs().accept(running).await();
    store.runs().claim(running.id(), "w", LEASE).await();
    store.clock().advance(away);
    store.reopen();
    store.clock().advance(untilClaimed);
    return ((Claim.Held) store.runs().claim(running.id(), "w", LEASE).await()).run().idle();
  }

  @Test
  void keepsASecondOneOutOfTheFolder() throws IOException {
    assertThatThrownBy(() -> open(store.folder()).await())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining(store.folder().toString())
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    assertThat(Files.readString(store.folder().resolve("sluice.lock")).strip())
        .isEqualTo(Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void saysSoWhenItIsClosed() {
    Future<Void> closing = store.store().close();
    closing.await();
    store.store().close().await();
    RunId run = RunId.random();
    assertThatThrownBy(() -> store.log().append(run, events(run, 1, 1, 1, now())).await())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.runs().find(run).await())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    store.reopen();
  }

  @Test
  void makesItsFolder(@TempDir Path parent) {
    SqliteStore made = open(parent.resolve("a/b")).await();
    made.close().await();
    assertThat(parent.resolve("a/b/sluice.db")).exists();
  }

  @Test
  void refusesAFileInPlaceOfItsFolder(@TempDir Path parent) throws IOException {
    Path file = Files.writeString(parent.resolve("data"), "x");
    assertThatThrownBy(() -> open(file).await())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void refusesWhatIsNoDatabase(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("sluice.db"), "these are not the bytes ".repeat(500));
    assertCorrupt(folder, "not an SQLite database");
    Files.delete(folder.resolve("sluice.db"));
    open(folder).await().close().await();
  }

  @Test
  void refusesADamagedDatabase(@TempDir Path folder) throws IOException {
    open(folder).await().close().await();
    Path file = folder.resolve("sluice.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 100; i < 4096; i++) {
      bytes[i] = (byte) 0xa5;
    }
    Files.write(file, bytes);
    assertCorrupt(folder, "damaged");
  }

  @Test
  void runsManyReadersWhileItWrites() {
    RunId run = RunId.random();
    var appends = new ArrayList<Future<Void>>();
    var reads = new ArrayList<Future<Boolean>>();
    for (int i = 0; i < 300; i++) {
      appends.add(store.log().append(run, events(run, 1, 1 + 10L * i, 10, now())));
      reads.add(
          store
              .log()
              .read(run, EventId.ZERO, 10_000)
              // Batches are whole and without holes, whatever moment the read sees.
              .map(page -> page.events().size() % 10 == 0));
    }
    appends.forEach(append -> append.await());
    assertThat(reads).allSatisfy(read -> assertThat(read.await()).isTrue());
    assertThat(store.log().lastId(run).await()).isEqualTo(new EventId(1, 3000));
  }

  @Test
  void givesTheDiskBackWhatWasDeleted() throws IOException {
    NewRun wanted = newRun(ANNA, now());
    store.runs().accept(wanted).await();
    store.runs().claim(wanted.id(), "w", LEASE).await();
    var messages = new ArrayList<Message>();
    for (int i = 0; i < 100; i++) {
      messages.add(Message.user(List.of(Block.text("x".repeat(100_000)))));
    }
    store.runs().finish(wanted.id(), 1, completed("x"), messages).await();
    store.reopen();
    long full = Files.size(store.folder().resolve("sluice.db"));
    assertThat(full).isGreaterThan(10_000_000);
    store.conversations().delete(wanted.newConversation(), ANNA).await();
    store.runs().sweep(Instant.MIN, Instant.MIN, Instant.MIN).await();
    store.reopen();
    assertThat(Files.size(store.folder().resolve("sluice.db"))).isLessThan(full / 4);
  }

  @Test
  void keepsTheWriteAheadLogShort() throws IOException {
    RunId run = RunId.random();
    for (int i = 0; i < 40; i++) {
      store.log().append(run, events(run, 1, 1 + 1000L * i, 1000, now())).await();
    }
    assertThat(Files.size(store.folder().resolve("sluice.db-wal"))).isLessThan(20_000_000);
    store.runs().sweep(Instant.MIN, Instant.MIN, Instant.MIN).await();
    store.log().append(RunId.random(), events(run, 1, 1, 1, now())).await();
    assertThat(Files.size(store.folder().resolve("sluice.db-wal"))).isLessThan(1_000_000);
  }

  private void assertCorrupt(Path folder, String message) {
    assertThatThrownBy(() -> open(folder).await())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining(message)
        .hasMessageContaining(folder.toString());
  }

  private Future<SqliteStore> open(Path folder) {
    return SqliteStore.open(store.vertx(), folder, store.clock(), SqliteOptions.defaults());
  }

  private Instant now() {
    return store.clock().instant();
  }
}
