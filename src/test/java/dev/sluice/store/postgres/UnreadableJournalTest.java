package dev.sluice.store.postgres;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal;
import dev.sluice.id.ToolUseId;
import dev.sluice.run.Claim;
import dev.sluice.run.NewRun;
import dev.sluice.run.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class UnreadableJournalTest {
  @RegisterExtension final OpenPostgres store = new OpenPostgres();

  @Test
  void holdsARunWhoseJournalIsOfALaterVersionForWhoeverSettlesIt() {
    NewRun run = newRun(ANNA, store.clock().instant());
    store.runs().accept(run).await();
    store.runs().claim(run.id(), "worker", LEASE).await();
    var step = new Journal.ToolCallStarted(1, new ToolUseId("toolu_1"), "calculator");
    store.runs().journal(run.id(), 1, 1, step).await();
    store.sql().run("UPDATE journal SET entry = '{\"v\":9}'");
    store.clock().advance(LEASE);

    Claim claim = store.runs().claim(run.id(), "worker", LEASE).await();

    assertThat(claim)
        .isInstanceOfSatisfying(
            Claim.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.run().epoch()).isEqualTo(2);
              assertThat(unreadable.why().kind()).isEqualTo(StoreException.Kind.CORRUPT);
            });
    assertThat(store.runs().renew(run.id(), 2, LEASE).await()).isEmpty();
  }
}
