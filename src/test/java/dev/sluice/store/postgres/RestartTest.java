package dev.sluice.store.postgres;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.id.RunId;
import dev.sluice.run.NewRun;
import dev.sluice.run.RunStatus;
import dev.sluice.run.StoreException;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server that stops and starts again under an open store. */
@Timeout(180)
class RestartTest {

  @Test
  void goesOnAfterARestartOfTheServer(@TempDir Path folder) throws IOException {
    Vertx vertx = TestVertx.create();
    int port = PostgresServer.freePort();
    EmbeddedPostgres server = start(port, folder);
    PostgresUrl url = PostgresUrl.parse(PostgresServer.url(server));
    PostgresStore store = open(vertx, url, Configs.patient(4));
    PostgresStore impatient = open(vertx, url, Configs.impatient(2, 10));
    NewRun wanted = newRun(ANNA, Instant.parse("2026-11-20T10:00:00Z"));
    store.runs().accept(wanted).await();
    store.runs().claim(wanted.id(), "worker", LEASE.multipliedBy(100)).await();

    server.close();
    Future<Optional<RunId>> finished =
        store.runs().finish(wanted.id(), 1, completed("x"), List.of(wanted.input()));
    assertThatThrownBy(() -> impatient.runs().find(wanted.id()).await())
        .isInstanceOf(StoreException.class);
    EmbeddedPostgres again = start(port, folder);

    try {
      assertThat(finished.await()).isEmpty();
      assertThat(impatient.runs().find(wanted.id()).await().orElseThrow().status())
          .isEqualTo(RunStatus.COMPLETED);
      assertThat(store.conversations().messages(wanted.newConversation(), ANNA).await()).hasSize(1);
    } finally {
      store.close().await();
      impatient.close().await();
      again.close();
      vertx.close().await();
    }
  }

  private static EmbeddedPostgres start(int port, Path folder) {
    return PostgresServer.start(port, Optional.of(folder.resolve("data").toFile()));
  }

  private static PostgresStore open(Vertx vertx, PostgresUrl url, PostgresConfig config) {
    return PostgresStore.open(vertx, url, config, new FakeEventLog()).await();
  }
}
