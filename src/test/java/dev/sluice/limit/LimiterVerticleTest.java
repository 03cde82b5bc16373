package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.id.UserId;
import dev.sluice.limit.Limiter.NoRoom;
import dev.sluice.limit.LimiterMessage.Acquire;
import dev.sluice.limit.LimiterMessage.Answered;
import dev.sluice.message.Usage;
import dev.sluice.model.ResponseHead;
import dev.sluice.resilience.Cancellation;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verticle, core and client together, over a real event bus. */
@Timeout(30)
final class LimiterVerticleTest {
  private static final BudgetKey KEY = new BudgetKey("anthropic", "sonnet");
  private static final String MODEL = "claude-sonnet-5";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Settlement DONE = new Settlement.Unknown();

  private final Vertx vertx = TestVertx.create();
  private final Heard heard = new Heard();
  private final List<Duration> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aLeaseHoldsAPermitUntilItIsSettled() {
    LimiterClient client = deploy(new ConfigSketch());

    LeaseId lease = acquire(client, "ada").await();
    assertThat(permitsTaken(client)).isEqualTo(1);
    client.settle(lease, new Settlement.Used(Usage.of(900, 100)));

    assertThat(permitsTaken(client)).isZero();
    assertThat(heard.grants).hasSize(1);
  }

  @Test
  void whoHasToWaitIsGrantedWhenTheBudgetHasFilledUp() {
    // Four fifths of 1,500 a minute: one in 50 ms.
    LimiterClient client = deploy(new ConfigSketch().requestsPerMinute(1_500));

    List<Future<LeaseId>> leases =
        IntStream.range(0, 8).mapToObj(i -> acquire(client, "user-" + i % 3)).toList();
    Future.all(leases).await();

    assertThat(leases.stream().map(Future::result)).doesNotHaveDuplicates().hasSize(8);
    assertThat(heard.grants).hasSize(8).anyMatch(Duration::isPositive);
  }

  @Test
  void whoseWaitIsLongIsToldSo() {
    // One a minute after the first.
    LimiterClient client = deploy(new ConfigSketch().requestsPerMinute(1));
    acquire(client, "ada").await();
    Promise<Duration> wait = Promise.promise();

    client.acquire(
        demand("ada", Instant.MAX), Duration.ofHours(1), new Cancellation(), wait::tryComplete);

    assertThat(wait.future().await()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(75));
    assertThat(client.expectedWait(KEY, MODEL, Priority.INTERACTIVE, new UserId("bob")).await())
        .isGreaterThan(Duration.ofSeconds(75));
  }

  @Test
  void whoLeavesTheLineGivesThePlaceBack() {
    LimiterClient client = deploy(new ConfigSketch().permits(1));
    LeaseId held = acquire(client, "ada").await();
    var cancellation = new Cancellation();
    Context context = vertx.getOrCreateContext();
    Promise<LeaseId> leaving = Promise.promise();
    context.runOnContext(
        _ ->
            client
                .acquire(demand("bob", Instant.MAX), LONG, cancellation, told::add)
                .onComplete(leaving));
    untilWaiting(client, 1);
    Future<LeaseId> staying = acquire(client, "cem");
    untilWaiting(client, 2);

    context.runOnContext(_ -> cancellation.cancel("left"));
    assertThatThrownBy(() -> leaving.future().await()).isInstanceOf(CancellationException.class);
    client.settle(held, DONE);

    assertThat(staying.await()).isNotNull();
    untilWaiting(client, 0);
  }

  @Test
  void aTicketThatNobodyAsksForLosesItsPlace() {
    LimiterClient client =
        deploy(new ConfigSketch().permits(1).ticketExpiry(Duration.ofMillis(50)));
    LeaseId held = acquire(client, "ada").await();
    Answer answer =
        new LimiterBus(vertx)
            .request(new Acquire(demand("bob", Instant.MAX)), Answered.class, LONG)
            .await()
            .answer();
    assertThat(answer).isInstanceOf(Answer.Wait.class);

    client.settle(held, DONE);

    assertThat(acquire(client, "cem").await()).isNotNull();
  }

  @Test
  void aLeaseThatNobodySettlesExpires() {
    deploy(new ConfigSketch().permits(1).leaseExpiry(Duration.ofMillis(100)));
    LimiterClient client = client(new ConfigSketch());
    LeaseId forgotten = acquire(client, "ada").await();

    LeaseId next = acquire(client, "bob").await();

    assertThat(next).isNotEqualTo(forgotten);
  }

  @Test
  void manyContextsShareThePermitsAndGiveAllOfThemBack() {
    int permits = 7;
    LimiterClient client = deploy(new ConfigSketch().permits(permits));
    var underWay = new AtomicInteger();
    var most = new AtomicInteger();
    List<Future<LeaseId>> calls = new ArrayList<>();
    for (Context context : contexts(8)) {
      for (int j = 0; j < 10; j++) {
        String user = "user-" + j % 5;
        calls.add(call(client, context, user, underWay, most));
      }
    }

    Future.all(calls).await();

    assertThat(calls.stream().map(Future::result)).doesNotHaveDuplicates().hasSize(80);
    assertThat(most).hasValueLessThanOrEqualTo(permits);
    assertThat(permitsTaken(client)).isZero();
  }

  private List<Context> contexts(int count) {
    List<Context> contexts = new CopyOnWriteArrayList<>();
    for (int i = 0; i < count; i++) {
      vertx
          .deployVerticle(
              context -> {
                contexts.add(context);
                return Future.succeededFuture();
              })
          .await();
    }
    return contexts;
  }

  /** Held for one round through the context, then settled. */
  private Future<LeaseId> call(
      LimiterClient client,
      Context context,
      String user,
      AtomicInteger underWay,
      AtomicInteger most) {
    Promise<LeaseId> ended = Promise.promise();
    context.runOnContext(
        _ ->
            client
                .acquire(
                    demand(user, Instant.MAX), Duration.ofHours(1), new Cancellation(), told::add)
                .onFailure(ended::fail)
                .onSuccess(
                    lease -> {
                      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                      context.runOnContext(
                          _ -> {
                            underWay.decrementAndGet();
                            client.settle(lease, DONE);
                            ended.complete(lease);
                          });
                    }));
    return ended.future();
  }

  @Test
  void headersCorrectTheBudget() {
    LimiterClient client = deploy(new ConfigSketch());
    var head =
        new ResponseHead(
            200,
            Optional.empty(),
            Map.of(
                "anthropic-ratelimit-requests-limit", "50",
                "anthropic-ratelimit-requests-remaining", "49"));
    acquire(client, "ada").await();
    assertThat(limit(client)).isEqualTo(800_000);

    client.learn(KEY, head);

    assertThat(limit(client)).isEqualTo(40);
  }

  @Test
  void aLimitOnceKnownToBePerDayStaysSo() {
    LimiterClient client = deploy(new ConfigSketch());
    client.learn(KEY, perDay("14370", "2m59.56s"));
    assertThat(limit(client)).isEqualTo(8);

    client.learn(KEY, perDay("14400", "0s"));

    assertThat(limit(client)).isEqualTo(8);
  }

  private static ResponseHead perDay(String remaining, String reset) {
    return new ResponseHead(
        200,
        Optional.empty(),
        Map.of(
            "x-ratelimit-limit-requests", "14400",
            "x-ratelimit-remaining-requests", remaining,
            "x-ratelimit-reset-requests", reset));
  }

  @Test
  void a429ClosesTheBudgetAndIsObserved() {
    LimiterClient client = deploy(new ConfigSketch());
    LeaseId lease = acquire(client, "ada").await();
    var head =
        new ResponseHead(
            429,
            Optional.empty(),
            Map.of(
                "retry-after", "40",
                "anthropic-ratelimit-requests-limit", "100"));

    client.settle(lease, new Settlement.RateLimited(head, Optional.of(Duration.ofSeconds(40))));

    assertThat(noRoom(acquire(client, "ada", Duration.ofSeconds(1))).retryAfter())
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(45));
    assertThat(heard.closings).hasSize(1);
    assertThat(heard.closings.getFirst()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
    assertThat(heard.rejections).hasValue(1);
    assertThat(limit(client)).isLessThanOrEqualTo(80);
  }

  @Test
  void aDemandWhoseDeadlineIsNearIsRefusedAtOnce() {
    LimiterClient client = deploy(new ConfigSketch().requestsPerMinute(1));
    acquire(client, "ada").await();

    Future<LeaseId> lease =
        client.acquire(
            demand("ada", Instant.now().plusSeconds(5)),
            Duration.ofHours(1),
            new Cancellation(),
            told::add);

    assertThat(noRoom(lease).retryAfter()).isGreaterThan(Duration.ofSeconds(10));
    assertThat(told).isEmpty();
  }

  @Test
  void withoutTheVerticleThereIsNoRoomAndWithItThereIsAgain() {
    LimiterClient client = deploy(new ConfigSketch());
    LeaseId lease = acquire(client, "ada").await();
    vertx.undeploy(vertx.deploymentIDs().iterator().next()).await();

    assertThat(noRoom(acquire(client, "ada")).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThatThrownBy(() -> client.budgets().await()).isInstanceOf(NoRoom.class);
    assertThatThrownBy(
            () -> client.expectedWait(KEY, MODEL, Priority.BACKGROUND, new UserId("bob")).await())
        .isInstanceOf(NoRoom.class);
    client.settle(lease, DONE);

    LimiterClient again = deploy(new ConfigSketch());
    assertThat(acquire(again, "ada").await()).isNotNull();
  }

  @Test
  void aMessageThatMakesNoSenseHarmsNobody() {
    LimiterClient client = deploy(new ConfigSketch());
    var nonsense = new Answered(new Answer.Rejected(Duration.ZERO, "nonsense"));

    assertThatThrownBy(
            () ->
                vertx
                    .eventBus()
                    .request(LimiterBus.ADDRESS, nonsense, LimiterBus.options())
                    .await())
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining("defect");
    assertThat(acquire(client, "ada").await()).isNotNull();
  }

  private LimiterClient deploy(ConfigSketch sketch) {
    vertx.deployVerticle(new LimiterVerticle(sketch.config(), Clock.systemUTC(), heard)).await();
    return client(sketch);
  }

  private LimiterClient client(ConfigSketch sketch) {
    return new LimiterClient(vertx, sketch.config(), Clock.systemUTC(), heard);
  }

  private Future<LeaseId> acquire(LimiterClient client, String user) {
    return acquire(client, user, LONG);
  }

  private Future<LeaseId> acquire(LimiterClient client, String user, Duration patience) {
    return client.acquire(demand(user, Instant.MAX), patience, new Cancellation(), told::add);
  }

  private static Demand demand(String user, Instant deadline) {
    return new Demand(
        KEY, MODEL, new Estimate(1000, 200), Priority.INTERACTIVE, new UserId(user), deadline);
  }

  private static long permitsTaken(LimiterClient client) {
    return client.budgets().await().stream()
        .filter(state -> state.kind().equals("permits") && state.key().group().equals(MODEL))
        .mapToLong(state -> state.limit() - state.remaining())
        .sum();
  }

  private static long limit(LimiterClient client) {
    return requests(client).limit();
  }

  private static BudgetState requests(LimiterClient client) {
    return client.budgets().await().stream()
        .filter(state -> state.kind().equals("requests"))
        .findFirst()
        .orElseThrow();
  }

  private static void untilWaiting(LimiterClient client, int count) {
    while (requests(client).waiting() != count) {
      Thread.onSpinWait();
    }
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

  private static final class Heard implements LimiterObserver {
    final List<Duration> grants = new CopyOnWriteArrayList<>();
    final List<Duration> closings = new CopyOnWriteArrayList<>();
    final AtomicInteger rejections = new AtomicInteger();

    @Override
    public void granted(BudgetKey budget, Priority priority, Duration waited) {
      grants.add(waited);
    }

    @Override
    public void rejected(BudgetKey budget, Priority priority) {
      rejections.incrementAndGet();
    }

    @Override
    public void closed(BudgetKey budget, Duration duration) {
      closings.add(duration);
    }
  }
}
