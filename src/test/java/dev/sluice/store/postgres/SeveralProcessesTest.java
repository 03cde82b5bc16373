package dev.sluice.store.postgres;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.newRun;
import static dev.sluice.store.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.Journal;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.run.Acceptance;
import dev.sluice.run.Acceptance.Accepted;
import dev.sluice.run.Claim;
import dev.sluice.run.NewRun;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.Run;
import dev.sluice.run.RunStatus;
import dev.sluice.run.RunStore.Fenced;
import dev.sluice.run.RunStore.Release;
import dev.sluice.store.Samples;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two processes on one database. */
@Timeout(60)
class SeveralProcessesTest {
  @RegisterExtension final OpenPostgres one = new OpenPostgres();
  private PostgresStore two;

  @BeforeEach
  void open() {
    two = one.another();
  }

  @Test
  void letsOneOfManyClaimARun() {
    Run run = accept(newRun(ANNA, one.clock().instant()));
    List<Future<Claim>> claims =
        IntStream.range(0, 32).mapToObj(i -> of(i).runs().claim(run.id(), "w" + i, LEASE)).toList();
    List<Claim> answers = claims.stream().map(claim -> claim.await()).toList();
    assertThat(answers).filteredOn(answer -> answer instanceof Claim.Held).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer instanceof Claim.Gone).hasSize(31);
    assertThat(one.runs().find(run.id()).await().orElseThrow().epoch()).isEqualTo(1);
  }

  @Test
  void keepsEveryWriteOfAStalledHolderOut() {
    Run run = accept(newRun(ANNA, one.clock().instant()));
    one.runs().claim(run.id(), "stalled", LEASE).await();
    one.clock().advance(LEASE);
    two.runs().claim(run.id(), "next", LEASE).await();
    refuses(() -> one.runs().renew(run.id(), 1, LEASE));
    refuses(() -> one.runs().journal(run.id(), 1, 1, step(1)));
    refuses(() -> one.runs().finish(run.id(), 1, completed("x"), List.of()));
    refuses(() -> one.runs().release(run.id(), 1, Release.FAILED, one.clock().instant()));
    refuses(() -> one.runs().closeLog(run.id(), 1));
    two.runs().finish(run.id(), 2, completed("y"), List.of(Samples.message("y"))).await();
    refuses(() -> one.runs().finish(run.id(), 1, completed("y"), List.of(Samples.message("y"))));
    assertThat(one.runs().journal(run.id()).await()).isEmpty();
    assertThat(one.conversations().messages(run.conversation(), ANNA).await()).hasSize(1);
  }

  @Test
  void decidesBetweenAnEndAndATakeoverAtTheSameMoment() {
    for (int round = 0; round < 15; round++) {
      Run run = accept(newRun(ANNA, one.clock().instant()));
      one.runs().claim(run.id(), "first", LEASE).await();
      one.clock().advance(LEASE);
      Future<Boolean> ended =
          one.runs()
              .finish(run.id(), 1, completed("x"), List.of(Samples.message("x")))
              .map(true)
              .recover(
                  failure ->
                      failure instanceof Fenced
                          ? Future.succeededFuture(false)
                          : Future.failedFuture(failure));
      Future<Claim> taken = two.runs().claim(run.id(), "second", LEASE);
      boolean isEnded = ended.await();
      assertThat(taken.await() instanceof Claim.Held).isEqualTo(!isEnded);
      assertThat(one.runs().find(run.id()).await().orElseThrow().status())
          .isEqualTo(isEnded ? RunStatus.COMPLETED : RunStatus.RUNNING);
      assertThat(one.conversations().messages(run.conversation(), ANNA).await())
          .hasSize(isEnded ? 1 : 0);
    }
  }

  @Test
  void acceptsOneOfManyWithTheSameKey() {
    NewRun wanted = newRun(ANNA, one.clock().instant());
    List<Future<Acceptance>> answers =
        IntStream.range(0, 24)
            .mapToObj(i -> of(i).runs().accept(Samples.keyed(wanted, "key", "digest")))
            .toList();
    List<Acceptance> acceptances = answers.stream().map(answer -> answer.await()).toList();
    assertThat(acceptances).filteredOn(answer -> answer instanceof Accepted).hasSize(1);
    assertThat(one.runs().list(ANNA, 100).await()).hasSize(1);
    assertThat(one.conversations().list(ANNA, 100, 0).await()).hasSize(1);
  }

  @Test
  void keepsTheOrderOfAConversationThatManyWriteTo() {
    NewRun first = newRun(ANNA, one.clock().instant());
    Run beginning = accept(first);
    List<Future<Acceptance>> answers =
        IntStream.range(0, 20)
            .mapToObj(
                i -> of(i).runs().accept(next(first, beginning.conversation(), WhenBusy.WAIT)))
            .toList();
    answers.forEach(answer -> assertThat(answer.await()).isInstanceOf(Accepted.class));
    var order = new ArrayList<RunId>();
    Optional<RunId> due = Optional.of(beginning.id());
    while (due.isPresent()) {
      RunId run = due.get();
      order.add(run);
      assertThat(two.runs().claim(run, "worker", LEASE).await()).isInstanceOf(Claim.Held.class);
      due = one.runs().finish(run, 1, completed("x"), List.of(Samples.message("x"))).await();
    }
    List<RunId> accepted = one.runs().list(ANNA, 100).await().stream().map(Run::id).toList();
    assertThat(order).isEqualTo(accepted.reversed()).hasSize(21);
    assertThat(one.conversations().messages(beginning.conversation(), ANNA).await()).hasSize(21);
  }

  @Test
  void sweepsSideBySide() {
    for (int i = 0; i < 60; i++) {
      Run run = accept(newRun(ANNA, one.clock().instant()));
      one.runs().claim(run.id(), "worker", LEASE).await();
      one.runs().finish(run.id(), 1, completed("x"), List.of()).await();
      one.runs().closeLog(run.id(), 1).await();
    }
    var never = java.time.Instant.MIN;
    var after = one.clock().instant().plusSeconds(1);
    Future<Integer> mine = one.runs().sweep(after, after, never);
    Future<Integer> theirs = two.runs().sweep(after, after, never);
    assertThat(mine.await() + theirs.await()).isEqualTo(60);
    assertThat(one.runs().recent(10).await()).isEmpty();
  }

  @Test
  void judgesLeasesByTheServersClockWhenNoOtherIsGiven() {
    PostgresStore real =
        PostgresStore.open(
                one.vertx(), one.url(), PostgresConfig.defaults(), one.log(), Optional::empty)
            .await();
    Run run = accept(newRun(ANNA, one.clock().instant()));
    assertThat(real.runs().claim(run.id(), "worker", LEASE).await()).isInstanceOf(Claim.Held.class);
    assertThat(
            one.sql()
                .value(
                    "SELECT lease_until > now() + interval '5 seconds'"
                        + " AND lease_until < now() + interval '13 seconds' FROM run"))
        .isEqualTo(true);
    assertThat(real.runs().claim(run.id(), "worker", LEASE).await()).isEqualTo(new Claim.Gone());
    one.sql().run("UPDATE run SET lease_until = now() - interval '1 second'");
    assertThat(real.runs().claim(run.id(), "worker", LEASE).await())
        .isInstanceOfSatisfying(
            Claim.Held.class,
            held -> {
              assertThat(held.run().epoch()).isEqualTo(2);
              assertThat(held.run().idle()).isBetween(LEASE.dividedBy(12), LEASE.multipliedBy(5));
            });
    real.close().await();
  }

  private static Journal.Entry step(int turn) {
    return new Journal.ToolCallStarted(turn, new ToolUseId("toolu_1"), "calculator");
  }

  private PostgresStore of(int i) {
    return i % 2 == 0 ? one.store() : two;
  }

  private Run accept(NewRun wanted) {
    return ((Accepted) one.runs().accept(wanted).await()).run();
  }

  private static void refuses(Supplier<Future<?>> write) {
    assertThatThrownBy(() -> write.get().await()).isInstanceOf(Fenced.class);
  }
}
