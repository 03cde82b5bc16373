package dev.sluice.agent;

import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.event.RunEvent;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.model.FakeModelClient;
import dev.sluice.model.Thinking;
import dev.sluice.model.chain.ChainRig;
import dev.sluice.money.ModelPrice;
import dev.sluice.money.PriceTable;
import dev.sluice.resilience.Cancellation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs a loop against fakes and keeps, in one order, what it emitted and journalled. */
final class RecordedRun implements Journal, AgentOutput, AgentObserver {
  static final String MODEL = "model-a";
  private static final PriceTable PRICES =
      new PriceTable(
          Map.of(
              MODEL,
              new ModelPrice(
                  new ModelPrice.Rates(2_000_000, 2_500_000, 4_000_000, 200_000, 10_000_000),
                  Optional.empty(),
                  10_000),
              "row",
              new ModelPrice(
                  new ModelPrice.Rates(1_000_000, 0, 0, 0, 1_000_000), Optional.empty(), 0)));

  final ChainRig rig = new ChainRig();
  final FakeModelClient model = rig.primary;
  final FakeToolRunner tools = new FakeToolRunner();
  final Cancellation cancellation = new Cancellation();
  final List<Object> order = new ArrayList<>();
  final List<RunEvent> events = new ArrayList<>();
  final List<Journal.Entry> journal = new ArrayList<>();
  final List<ModelCallEnded> modelCalls = new ArrayList<>();
  final List<ToolCallEnded> toolCalls = new ArrayList<>();
  List<Journal.Entry> before = List.of();
  List<Message> history = List.of();
  Set<String> shown = Set.of();
  LoopLimits limits = LoopLimits.defaults();
  final List<String> retried = new ArrayList<>();
  final List<String> fellBack = new ArrayList<>();
  final List<String> parked = new ArrayList<>();
  String asked = MODEL;
  boolean attended = true;
  int parkings;
  boolean yield;
  boolean full;
  @Nullable Runnable drain;
  @Nullable Throwable journalFailure;
  @Nullable Throwable flushFailure;

  static final String FLUSH = "flush";

  AgentResult run(String... toolNames) {
    var running = start(toolNames);
    // Long enough for every retry.
    rig.time.pass(Duration.ofSeconds(30));
    return running.result();
  }

  Future<AgentResult> start(String... toolNames) {
    var loop = new AgentLoop(rig.chain(), tools, limits, PRICES, this, rig.time);
    return loop.run(task(List.of(toolNames)), this, this);
  }

  private AgentTask task(List<String> toolNames) {
    var snapshot = new AgentSnapshot("default", MODEL, 1000, "[]", "[]", toolNames, "AUTO");
    return new AgentTask(
        new RunId("run_1"),
        new ConversationId("conv_1"),
        new UserId("ada"),
        snapshot,
        asked,
        Thinking.SUMMARIZED,
        history,
        Message.user(List.of(Block.text("question"))),
        before,
        shown,
        ChainRig.NOW.plusSeconds(60),
        attended,
        parkings,
        cancellation,
        () -> yield);
  }

  <T extends RunEvent> List<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends Journal.Entry> List<T> journal(Class<T> type) {
    return journal.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public Future<Void> append(Entry entry) {
    if (journalFailure != null) {
      return Future.failedFuture(journalFailure);
    }
    order.add(entry);
    journal.add(entry);
    return Future.succeededFuture();
  }

  @Override
  public void emit(RunEvent event) {
    order.add(event);
    events.add(event);
  }

  @Override
  public boolean isFull() {
    return full;
  }

  @Override
  public void onDrain(Runnable action) {
    drain = action;
  }

  @Override
  public Future<Void> flush() {
    order.add(FLUSH);
    if (flushFailure != null) {
      return Future.failedFuture(flushFailure);
    }
    return Future.succeededFuture();
  }

  @Override
  public void modelCallEnded(ModelCallEnded call) {
    modelCalls.add(call);
  }

  @Override
  public void toolCallEnded(ToolCallEnded call) {
    toolCalls.add(call);
  }

  @Override
  public void retried(String called, String reason) {
    retried.add(called + ": " + reason);
  }

  @Override
  public void fellBack(String from, String to, String reason) {
    fellBack.add(from + " to " + to + ": " + reason);
  }

  @Override
  public void parked(String reason) {
    parked.add(reason);
  }
}
