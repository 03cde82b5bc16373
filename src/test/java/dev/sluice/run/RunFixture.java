package dev.sluice.run;

import dev.sluice.agent.AgentLoop;
import dev.sluice.agent.AgentObserver;
import dev.sluice.agent.AgentResult;
import dev.sluice.agent.AgentTask;
import dev.sluice.agent.Journal;
import dev.sluice.agent.LoopLimits;
import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import dev.sluice.model.chain.OneModel;
import dev.sluice.money.ModelPrice;
import dev.sluice.money.PriceTable;
import dev.sluice.store.ManualClock;
import dev.sluice.store.Samples;
import dev.sluice.store.sqlite.SqliteOptions;
import dev.sluice.store.sqlite.SqliteStore;
import dev.sluice.testing.TestVertx;
import dev.sluice.tool.ToolRunners;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** A room over a real store in a folder, on a clock that stands, with a model that answers. */
public final class RunFixture implements AutoCloseable {
  /** What a model that works on a run in this fixture says. */
  public static final String ANSWER = FakeAnswers.ANSWER;

  /** What {@link #brokenOffInTheSecondTurn} has as its first turn. */
  public static final String FIRST_TURN = "I look.";

  private static final AgentSnapshot HELPER = Samples.snapshot("helper");
  private static final String CALL =
      "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"gone\",\"input\":{}}";

  final Vertx vertx = TestVertx.create();
  final ManualClock clock = new ManualClock();
  final FakeAnswers model = new FakeAnswers();
  final SqliteStore store;
  final LocalRunSignals signals = new LocalRunSignals(vertx, clock);
  private final Context context = vertx.getOrCreateContext();

  public RunFixture(Path folder) {
    store = SqliteStore.open(vertx, folder, clock, SqliteOptions.defaults()).await();
  }

  RunRoom room() {
    return room(store.runs(), store.log());
  }

  public RunRoom room(RunStore runs, EventLog log) {
    return new RunRoom(
        vertx, RunConfig.defaults(), runs, store.queue(), log, signals, new Silent(), clock);
  }

  AgentLoop loop() {
    var rates = new ModelPrice.Rates(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000);
    var prices = new PriceTable(Map.of(HELPER.model(), new ModelPrice(rates, Optional.empty(), 0)));
    var tools = ToolRunners.of(vertx, clock);
    return new AgentLoop(
        OneModel.chain(model, clock),
        tools,
        LoopLimits.defaults(),
        prices,
        AgentObserver.none(),
        clock);
  }

  /** Accepts a run of an agent whose thinking is displayed in the way named. */
  public Run accept(String thinking) {
    var snapshot = displaying(thinking);
    return accept(Samples.withSnapshot(Samples.newRun(Samples.ANNA, clock.instant()), snapshot));
  }

  /** Accepts a run that asks for the model. */
  Run acceptFor(String asked) {
    NewRun like = Samples.newRun(Samples.ANNA, clock.instant());
    return accept(
        new NewRun(
            like.id(),
            like.user(),
            like.channel(),
            like.runClass(),
            Optional.of(asked),
            like.input(),
            like.attended(),
            like.conversation(),
            like.newConversation(),
            displaying("AUTO"),
            like.title(),
            like.whenBusy(),
            like.idempotency(),
            like.maxQueued(),
            like.at()));
  }

  AgentSnapshot displaying(String thinking) {
    AgentSnapshot like = HELPER;
    return new AgentSnapshot(
        like.agent(),
        like.model(),
        like.maxTokens(),
        like.system(),
        like.tools(),
        like.toolNames(),
        thinking);
  }

  Run accept(NewRun wanted) {
    return ((Acceptance.Accepted) store.runs().accept(wanted).await()).run();
  }

  Claim.Held claim(RunId run) {
    return (Claim.Held) store.runs().claim(run, "worker", Samples.LEASE).await();
  }

  /**
   * Accepts a run whose holder told two turns to the log, finished the first, and vanished in the
   * second.
   */
  public Run brokenOffInTheSecondTurn(EventLog log) {
    Run run = accept("AUTO");
    claim(run.id());
    var turn =
        new Journal.TurnFinished(
            1,
            List.of(Block.text(FIRST_TURN), Block.of(CALL)),
            "tool_use",
            "m",
            Usage.of(5, 6),
            7,
            Optional.of("req"));
    store.runs().journal(run.id(), 1, 1, turn).await();
    var events =
        List.of(
            new RunEvent.Started(run.conversation(), run.agent(), HELPER.model(), 1),
            new RunEvent.TextAdded(1, FIRST_TURN),
            new RunEvent.TextAdded(2, "Half a"));
    var batch = new ArrayList<Envelope>();
    for (RunEvent event : events) {
      var id = new EventId(1, batch.size() + 1);
      batch.add(new Envelope(run.id(), id, run.createdAt(), event));
    }
    log.append(run.id(), batch).await();
    clock.advance(Samples.LEASE.plusSeconds(1));
    return run;
  }

  /** The text that stands after these events. */
  public static String shown(List<Envelope> events) {
    var turns = new TreeMap<Integer, String>();
    for (Envelope envelope : events) {
      if (envelope.event() instanceof RunEvent.TextAdded added) {
        turns.merge(added.turn(), added.text(), String::concat);
      } else if (envelope.event() instanceof RunEvent.Rewound rewound) {
        turns.remove(rewound.turn());
      }
    }
    return String.join("\n\n", turns.values());
  }

  /** Claims the run and works on it until it is let go. */
  public void work(RunRoom room, RunId run) throws TimeoutException {
    Claim.Held held = claim(run);
    on(() -> new HeldRun(room, loop()::run, held).work());
  }

  /** Claims the run and has it come to this result. */
  void work(RunRoom room, RunId run, Function<AgentTask, AgentResult> result)
      throws TimeoutException {
    Claim.Held held = claim(run);
    AgentWork work = (task, journal, output) -> Future.succeededFuture(result.apply(task));
    on(() -> new HeldRun(room, work, held).work());
  }

  /** What the future, made on one event loop, comes to. */
  public <T> T on(Supplier<Future<T>> action) throws TimeoutException {
    Promise<T> done = Promise.promise();
    context.runOnContext(now -> action.get().onComplete(done));
    return done.future().await(20, TimeUnit.SECONDS);
  }

  public RunStore runs() {
    return store.runs();
  }

  public Run find(RunId run) {
    return store.runs().find(run).await().orElseThrow();
  }

  List<Envelope> events(RunId run) {
    return store.log().read(run, EventId.ZERO, 1000).await().events();
  }

  @Override
  public void close() {
    store.close().await();
    vertx.close().await();
  }

  private record Silent() implements RunObserver {
    @Override
    public void submitted(RunClass runClass, Duration latency) {}

    @Override
    public void refused(RunClass runClass) {}

    @Override
    public void started(RunClass runClass) {}

    @Override
    public void ended(RunClass runClass, DoneStatus status, Duration duration) {}
  }
}
