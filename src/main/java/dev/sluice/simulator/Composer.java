package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.BlockRun.Kind;
import dev.sluice.simulator.wire.ApiError;
import dev.sluice.simulator.wire.Ids;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.MessagesRequest;
import dev.sluice.simulator.wire.ThinkingSeal;
import dev.sluice.simulator.wire.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the frames of one reply, each only when it is asked for, so that a reply that is given up
 * costs nothing more. A block is closed when something else begins, so that whatever stands between
 * two texts falls into the middle of their block.
 */
final class Composer implements Iterator<Frame> {
  private final MessagesRequest request;
  private final Ids ids;
  private final String requestId;
  private final Pace pace;
  private final Iterator<Step> steps;
  private final Budget budget;
  private final StopReasons stop = new StopReasons();
  private final ArrayDeque<Frame> ready = new ArrayDeque<>();
  private final @Nullable ThinkingSeal seal;

  private @Nullable BlockRun run;
  private @Nullable OpenBlock open;
  private int blocks;
  private boolean started;
  private boolean thought;
  private boolean finished;
  private Duration wait;

  Composer(
      MessagesRequest request,
      List<Step> steps,
      Pace pace,
      Usage input,
      Ids ids,
      String requestId) {
    this.request = request;
    this.ids = ids;
    this.requestId = requestId;
    this.pace = pace;
    this.steps = steps.iterator();
    this.budget = new Budget(input, request.maxTokens());
    boolean thinks = steps.stream().anyMatch(Step.Thinking.class::isInstance);
    this.seal = thinks ? ThinkingSeal.after(request) : null;
    this.wait = pace.firstEvent();
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || !finished;
  }

  @Override
  public Frame next() {
    while (ready.isEmpty()) {
      if (finished) {
        throw new NoSuchElementException();
      }
      advance();
    }
    return ready.remove();
  }

  private void advance() {
    if (!started) {
      started = true;
      event("message_start", Shells.messageStart(request, ids.message(), budget.usage()));
    } else if (run != null) {
      advance(run);
    } else if (!stop.decided() && steps.hasNext() && !truncated()) {
      perform(steps.next());
    } else {
      finishMessage();
    }
  }

  private void advance(BlockRun current) {
    if (!current.pieces().hasNext()) {
      run = null;
    } else if (truncated()) {
      run = null;
    } else {
      delta(current, current.pieces().next());
    }
  }

  // There is more to say and no room left to say it in.
  private boolean truncated() {
    if (budget.spent()) {
      stop.truncated();
    }
    return budget.spent();
  }

  private void delta(BlockRun current, String piece) {
    wait = wait.plus(current.pace().perDelta());
    OpenBlock block = Objects.requireNonNull(open);
    String fitting = budget.take(piece, current.kind().thinking());
    if (current.kind() == Kind.HIDDEN_THINKING) {
      ready.add(new Frame.Silence(budget.usage(), takeWait()));
    } else if (current.kind() == Kind.STAMP) {
      stamp(block, fitting.length());
    } else if (!fitting.isEmpty()) {
      block.sent(fitting);
      delta(block, current.kind().delta(fitting));
    }
    if (fitting.length() < piece.length()) {
      stop.truncated();
      run = null;
    }
  }

  private void stamp(OpenBlock block, int length) {
    Supplier<ObjectNode> data =
        () -> {
          String stamp = Stamp.of(System.nanoTime()).substring(0, length);
          block.sent(stamp);
          return Shells.blockDelta(block.index(), Kind.STAMP.delta(stamp));
        };
    ready.add(new Frame.Late("content_block_delta", data, budget.usage(), takeWait()));
  }

  private void perform(Step step) {
    switch (step) {
      case Step.Text text -> text(text);
      case Step.Stamps stamps -> stamps(stamps);
      case Step.Thinking thinking -> thinking(thinking);
      case Step.ToolUse use -> toolUse(use);
      case Step.RedactedThinking redacted ->
          wholeBlock(Shells.bare("redacted_thinking").put("data", redacted.data()));
      case Step.UnknownBlock block -> wholeBlock(block.block().deepCopy());
      case Step.Ping _ -> event("ping", Shells.bare("ping"));
      case Step.Pause pause -> wait = wait.plus(pause.length());
      case Step.Raw raw -> ready.add(new Frame.Raw(raw.text(), takeWait()));
      case Step.UnknownEvent event -> event(event.name(), object(event.data()));
      case Step.UnknownDelta delta -> delta(openText(), delta.delta());
      case Step.Failure failure -> failure(failure);
      case Step.Reset _ -> finish(Ending.RESET);
      case Step.Cut _ -> finish(Ending.CUT);
      case Step.Stall _ -> finish(Ending.STALL);
      case Step.StopReason reason -> stop.scripted(reason.reason(), reason.sequence());
      case Step.StopDetails details -> stop.details(details.details());
    }
  }

  private void text(Step.Text step) {
    openText();
    String text = stop.cutAtSequence(Placeholders.fill(step.text(), request), request);
    run = BlockRun.of(Kind.TEXT, text, paceOf(step.pace()));
  }

  private void stamps(Step.Stamps step) {
    openText();
    run = BlockRun.ofStamps(step.count(), new Pace(Duration.ZERO, Stamp.LENGTH, step.every()));
  }

  private OpenBlock openText() {
    return open != null && open.is("text") ? open : startBlock(Shells.text(""));
  }

  private void thinking(Step.Thinking step) {
    thought = true;
    startBlock(Shells.thinking("", ""));
    Kind kind = request.showsThinking() ? Kind.THINKING : Kind.HIDDEN_THINKING;
    run = BlockRun.of(kind, step.text(), paceOf(step.pace()));
  }

  private void toolUse(Step.ToolUse step) {
    stop.usedTool();
    String id = ids.toolUse(thought, request.model().id());
    OpenBlock block = startBlock(Shells.toolUse(id, step.name(), Json.object()));
    delta(block, Kind.INPUT.delta(""));
    run = BlockRun.ofInput(step.fragments(), paceOf(step.pace()));
  }

  private void wholeBlock(ObjectNode block) {
    startBlock(block);
    closeBlock();
  }

  private void failure(Step.Failure step) {
    ApiError error =
        new ApiError(
            ApiError.statusOf(step.type()), step.type(), step.message(), step.code(), Map.of());
    event("error", error.body(requestId));
    finish(Ending.ERROR);
  }

  private OpenBlock startBlock(ObjectNode shell) {
    closeBlock();
    OpenBlock block = new OpenBlock(blocks++, shell.deepCopy());
    open = block;
    event("content_block_start", Shells.blockStart(block.index(), shell));
    if (blocks == 1) {
      event("ping", Shells.bare("ping"));
    }
    return block;
  }

  private void closeBlock() {
    OpenBlock block = open;
    if (block == null) {
      return;
    }
    open = null;
    String signature = seal != null && block.is("thinking") ? seal.sign(block.text()) : "";
    if (block.is("thinking")) {
      ObjectNode delta = Json.object().put("type", "signature_delta").put("signature", signature);
      delta(block, delta);
    }
    event("content_block_stop", Shells.blockStop(block.index()));
    if (seal != null) {
      seal.add(block.complete(signature));
    }
  }

  private void delta(OpenBlock block, JsonNode delta) {
    event("content_block_delta", Shells.blockDelta(block.index(), delta));
  }

  private void finishMessage() {
    closeBlock();
    Usage usage = budget.usage();
    event("message_delta", stop.messageDelta(usage));
    event("message_stop", Shells.bare("message_stop"));
    finish(Ending.COMPLETE);
  }

  private void finish(Ending ending) {
    boolean refusedUnsaid = stop.refused() && budget.untouched();
    ready.add(new Frame.Finish(ending, !refusedUnsaid, takeWait()));
    finished = true;
  }

  private void event(String name, ObjectNode data) {
    ready.add(new Frame.Event(name, data, budget.usage(), takeWait()));
  }

  private Duration takeWait() {
    Duration taken = wait;
    wait = Duration.ZERO;
    return taken;
  }

  private Pace paceOf(@Nullable Pace own) {
    return own == null ? pace : own;
  }

  private static ObjectNode object(JsonNode data) {
    return data instanceof ObjectNode object ? object : Json.object();
  }
}
