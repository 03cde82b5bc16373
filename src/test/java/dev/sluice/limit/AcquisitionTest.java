package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.id.UserId;
import dev.sluice.limit.Answer.Granted;
import dev.sluice.limit.Answer.Rejected;
import dev.sluice.limit.Answer.Wait;
import dev.sluice.limit.Limiter.NoRoom;
import dev.sluice.limit.LimiterMessage.Acquire;
import dev.sluice.limit.LimiterMessage.Ask;
import dev.sluice.limit.LimiterMessage.Cancel;
import dev.sluice.limit.LimiterMessage.Settle;
import dev.sluice.resilience.Cancellation;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The caller's side, against a limiter that says what the test wants. */
@Timeout(30)
final class AcquisitionTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final LeaseId LEASE = new LeaseId(7);
  private static final TicketId TICKET = new TicketId(3);
  private static final Demand DEMAND =
      new Demand(
          new BudgetKey("anthropic", "sonnet"),
          "claude-sonnet-5",
          new Estimate(1000, 200),
          Priority.INTERACTIVE,
          new UserId("ada"),
          Instant.MAX);

  private final Vertx vertx = TestVertx.create();
  private final Context context = vertx.getOrCreateContext();
  private final FakeLimiter limiter = new FakeLimiter(vertx);
  private final List<Duration> told = new CopyOnWriteArrayList<>();
  private final Promise<Duration> firstTold = Promise.promise();
  private final List<String> observed = new CopyOnWriteArrayList<>();
  private final Cancellation cancellation = new Cancellation();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aGrantIsTheLease() throws Exception {
    limiter.will(new Granted(LEASE));

    assertThat(acquire(LONG).await()).isEqualTo(LEASE);
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    assertThat(told).isEmpty();
    assertThat(observed).containsExactly("granted INTERACTIVE");
  }

  @Test
  void aTicketIsAskedForUntilItIsGranted() throws Exception {
    limiter.will(inLine(2000), inLine(1000), new Granted(LEASE));

    assertThat(acquire(LONG).await()).isEqualTo(LEASE);
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    assertThat(limiter.next()).isEqualTo(new Ask(TICKET));
    assertThat(limiter.next()).isEqualTo(new Ask(TICKET));
    assertThat(told).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void anExpectedWaitBeyondThePatienceIsNoRoomAtOnce() throws Exception {
    limiter.will(inLine(70_000));

    assertThat(noRoom(acquire(LONG)).retryAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    assertThat(limiter.next()).isEqualTo(new Cancel(TICKET));
    assertThat(told).isEmpty();
    assertThat(observed).containsExactly("rejected INTERACTIVE");
  }

  @Test
  void anEstimateThatMovesALittleDoesNotCostThePlace() throws Exception {
    limiter.will(inLine(45_000), inLine(66_000), new Granted(LEASE));

    assertThat(acquire(LONG).await()).isEqualTo(LEASE);
  }

  @Test
  void anEstimateThatMovesFarDoes() throws Exception {
    limiter.will(inLine(1000), inLine(600_000));

    assertThat(noRoom(acquire(LONG)).retryAfter()).isEqualTo(Duration.ofMinutes(9));
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    assertThat(limiter.next()).isEqualTo(new Ask(TICKET));
    assertThat(limiter.next()).isEqualTo(new Cancel(TICKET));
  }

  @Test
  void patienceRunsOut() throws Exception {
    limiter.will(new Wait(TICKET, Duration.ofSeconds(20), Duration.ofMillis(10)));

    assertThat(noRoom(acquire(Duration.ofMillis(50))).retryAfter())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    assertThat(limiter.next()).isEqualTo(new Cancel(TICKET));
  }

  @Test
  void theDeadlineBoundsThePatience() throws Exception {
    var demand =
        new Demand(
            DEMAND.budget(),
            DEMAND.model(),
            DEMAND.estimate(),
            Priority.BACKGROUND,
            DEMAND.user(),
            Instant.now().plusSeconds(30));
    limiter.will(inLine(45_000));

    assertThat(noRoom(acquire(demand, Duration.ofHours(1))).retryAfter())
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(45));
    assertThat(observed).containsExactly("rejected BACKGROUND");
  }

  @Test
  void aRejectionIsNoRoom() {
    limiter.will(new Rejected(Duration.ofSeconds(9), "the line is full"));

    NoRoom noRoom = noRoom(acquire(LONG));

    assertThat(noRoom.retryAfter()).isEqualTo(Duration.ofSeconds(9));
    assertThat(noRoom).hasMessage("the line is full");
  }

  @Test
  void anExpiredTicketBeginsAnew() throws Exception {
    limiter.will(inLine(2000), new Rejected(Duration.ZERO, "expired"), new Granted(LEASE));

    assertThat(acquire(LONG).await()).isEqualTo(LEASE);
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    assertThat(limiter.next()).isEqualTo(new Ask(TICKET));
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
  }

  @Test
  void cancellingGivesThePlaceBack() throws Exception {
    limiter.will(new Wait(TICKET, Duration.ofSeconds(20), Duration.ofSeconds(20)));
    Future<LeaseId> lease = acquire(LONG);
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    untilTold();

    cancel("the client left");

    assertThatThrownBy(lease::await)
        .isInstanceOf(CancellationException.class)
        .hasMessage("the client left");
    assertThat(limiter.next()).isEqualTo(new Cancel(TICKET));
    assertThat(observed).isEmpty();
  }

  @Test
  void whoIsAlreadyCancelledDoesNotEvenAsk() throws Exception {
    cancel("too late");

    assertThatThrownBy(() -> acquire(LONG).await()).isInstanceOf(CancellationException.class);
    new LimiterBus(vertx).tell(new Cancel(new TicketId(99)));
    assertThat(limiter.next()).isEqualTo(new Cancel(new TicketId(99)));
  }

  @Test
  void aLeaseGrantedWhileTheCallerWasCancelledIsGivenBack() throws Exception {
    Future<LeaseId> lease = acquire(LONG);
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    cancel("the client left");
    assertThatThrownBy(lease::await).isInstanceOf(CancellationException.class);

    limiter.answerNow(new Granted(LEASE));

    assertThat(limiter.next())
        .isEqualTo(new Settle(LEASE, new Settlement.NotSent(), LimitReport.NOTHING));
  }

  @Test
  void aTicketHandedOutWhileTheCallerWasCancelledIsGivenBack() throws Exception {
    Future<LeaseId> lease = acquire(LONG);
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    cancel("the client left");
    assertThatThrownBy(lease::await).isInstanceOf(CancellationException.class);

    limiter.answerNow(inLine(1000));

    assertThat(limiter.next()).isEqualTo(new Cancel(TICKET));
  }

  @Test
  void aLimiterThatTakesTooLongIsNoRoomAndItsLateLeaseIsGivenBack() throws Exception {
    Future<LeaseId> lease = acquire(client(Duration.ofMillis(20)), DEMAND, LONG);
    assertThat(limiter.next()).isEqualTo(new Acquire(DEMAND));
    assertThat(noRoom(lease).retryAfter()).isEqualTo(Duration.ofSeconds(1));

    limiter.answerNow(new Granted(LEASE));

    assertThat(limiter.next())
        .isEqualTo(new Settle(LEASE, new Settlement.NotSent(), LimitReport.NOTHING));
  }

  @Test
  void withoutALimiterThereIsNoRoom() throws Exception {
    limiter.leave().await();

    NoRoom noRoom = noRoom(acquire(LONG));

    assertThat(noRoom.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(noRoom).hasMessage("the limiter does not answer");
  }

  @Test
  void aLimiterThatLeavesWhileSomebodyWaitsIsNoRoom() throws Exception {
    limiter.will(new Wait(TICKET, Duration.ofMillis(100), Duration.ofSeconds(20)));
    Future<LeaseId> lease = acquire(LONG);
    untilTold();

    limiter.leave().await();

    assertThat(noRoom(lease)).hasMessage("the limiter does not answer");
  }

  @Test
  void completesOnTheContextThatAsked() throws Exception {
    limiter.will(inLine(1000), new Granted(LEASE));
    Promise<Context> where = Promise.promise();

    context.runOnContext(
        _ ->
            client(LONG)
                .acquire(DEMAND, LONG, cancellation, this::tell)
                .onComplete(_ -> where.complete(Vertx.currentContext())));

    assertThat(where.future().await()).isSameAs(context);
  }

  private Future<LeaseId> acquire(Duration patience) {
    return acquire(DEMAND, patience);
  }

  private Future<LeaseId> acquire(Demand demand, Duration patience) {
    return acquire(client(Duration.ofSeconds(20)), demand, patience);
  }

  private Future<LeaseId> acquire(LimiterClient client, Demand demand, Duration patience) {
    Promise<LeaseId> lease = Promise.promise();
    context.runOnContext(
        _ -> client.acquire(demand, patience, cancellation, this::tell).onComplete(lease));
    return lease.future();
  }

  private void cancel(String why) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        _ -> {
          cancellation.cancel(why);
          done.complete();
        });
    done.future().await();
  }

  /** Until the caller has its place in line. */
  private void untilTold() throws Exception {
    firstTold.future().await(10, TimeUnit.SECONDS);
  }

  private void tell(Duration expected) {
    told.add(expected);
    firstTold.tryComplete(expected);
  }

  private LimiterClient client(Duration replyWithin) {
    var observer =
        new LimiterObserver() {
          @Override
          public void granted(BudgetKey budget, Priority priority, Duration waited) {
            observed.add("granted " + priority);
          }

          @Override
          public void rejected(BudgetKey budget, Priority priority) {
            observed.add("rejected " + priority);
          }

          @Override
          public void closed(BudgetKey budget, Duration duration) {
            observed.add("closed");
          }
        };
    return new LimiterClient(
        vertx, LimiterConfig.defaults(), Clock.systemUTC(), observer, replyWithin);
  }

  private static Wait inLine(long expectedMillis) {
    return new Wait(TICKET, Duration.ofMillis(1), Duration.ofMillis(expectedMillis));
  }

  private static NoRoom noRoom(Future<LeaseId> lease) {
    Throwable failure = null;
    try {
      lease.await();
    } catch (RuntimeException e) {
      failure = e;
    }
    assertThat(failure).isInstanceOf(NoRoom.class);
    return (NoRoom) failure;
  }
}
