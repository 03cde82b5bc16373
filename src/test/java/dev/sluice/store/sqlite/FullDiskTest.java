package dev.sluice.store.sqlite;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.RunId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.NewRun;
import dev.sluice.run.Run;
import dev.sluice.run.RunStatus;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class FullDiskTest {
  private static final Message LARGE = Message.user(List.of(Block.text("x".repeat(100_000))));

  @RegisterExtension
  final OpenStore store = new OpenStore(SqliteOptions.defaults().withMaxBytes(2_000_000));

  @Test
  void saysThatItIsFullAndGoesOnOnceThereIsRoom() {
    Run stored = fill();

    NewRun refused = newRun(ANNA, store.clock().instant());
    assertThat(kinds(List.of(finish(accepted(refused), LARGE)))).containsExactly(Kind.FULL);
    assertThat(store.runs().find(refused.id()).await().orElseThrow().status())
        .isEqualTo(RunStatus.RUNNING);
    assertThat(store.conversations().messages(stored.conversation(), ANNA).await()).hasSize(1);

    store.conversations().delete(stored.conversation(), ANNA).await();

    finish(refused.id(), LARGE).await();
    assertThat(store.conversations().messages(refused.newConversation(), ANNA).await()).hasSize(1);
  }

  @Test
  void stillDoesTheSmallOnesAmongTheLarge() {
    fill();
    List<RunId> runs =
        List.of(
            accepted(newRun(ANNA, now())),
            accepted(newRun(ANNA, now())),
            accepted(newRun(ANNA, now())));
    var finishes =
        List.of(
            finish(runs.get(0), Message.user(List.of(Block.text("small")))),
            finish(runs.get(1), LARGE),
            finish(runs.get(2), Message.user(List.of(Block.text("small")))));
    assertThat(kinds(finishes)).containsExactly(Kind.FULL);
    assertThat(store.runs().find(runs.get(2)).await().orElseThrow().status())
        .isEqualTo(RunStatus.COMPLETED);
  }

  /** Writes until a large message has no room; the value is the first run. */
  private Run fill() {
    var first = ((Accepted) store.runs().accept(newRun(ANNA, now())).await()).run();
    claim(first.id());
    finish(first.id(), LARGE).await();
    for (int i = 0; i < 100; i++) {
      RunId run = accepted(newRun(ANNA, now()));
      if (!kinds(List.of(finish(run, LARGE))).isEmpty()) {
        return first;
      }
    }
    throw new AssertionError("never full");
  }

  private RunId accepted(NewRun wanted) {
    store.runs().accept(wanted).await();
    claim(wanted.id());
    return wanted.id();
  }

  private void claim(RunId run) {
    store.runs().claim(run, "w", LEASE).await();
  }

  private Future<?> finish(RunId run, Message message) {
    return store.runs().finish(run, 1, completed("x"), List.of(message));
  }

  private static List<Kind> kinds(List<? extends Future<?>> writes) {
    var kinds = new ArrayList<Kind>();
    for (Future<?> write : writes) {
      try {
        write.await();
      } catch (StoreException e) {
        kinds.add(e.kind());
      }
    }
    return kinds;
  }

  private Instant now() {
    return store.clock().instant();
  }
}
