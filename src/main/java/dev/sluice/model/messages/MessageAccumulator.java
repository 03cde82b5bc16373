package dev.sluice.model.messages;

import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelEvent.BlockStarted;
import dev.sluice.model.ModelEvent.BlockStopped;
import dev.sluice.model.ModelEvent.CitationDelta;
import dev.sluice.model.ModelEvent.ErrorReported;
import dev.sluice.model.ModelEvent.HeadReceived;
import dev.sluice.model.ModelEvent.MessageChanged;
import dev.sluice.model.ModelEvent.MessageStarted;
import dev.sluice.model.ModelEvent.MessageStopped;
import dev.sluice.model.ModelEvent.Ping;
import dev.sluice.model.ModelEvent.SignatureDelta;
import dev.sluice.model.ModelEvent.TextDelta;
import dev.sluice.model.ModelEvent.ThinkingDelta;
import dev.sluice.model.ModelEvent.ToolInputDelta;
import dev.sluice.model.ModelEvent.Unknown;
import dev.sluice.model.ModelReply;
import dev.sluice.model.PartialReply;
import dev.sluice.model.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Builds the message from its events. Pure; confined to one thread.
 *
 * <p>A tool call that was cut off is not part of the message: one whose input is no JSON object,
 * and a last one without any input when the model ran out of room. It could neither be run nor be
 * sent back; its fragments were reported as events.
 */
public final class MessageAccumulator {
  private final SortedMap<Integer, GrowingBlock> blocks = new TreeMap<>();
  private Optional<String> requestId = Optional.empty();
  private Optional<StopReason> stopReason = Optional.empty();
  private Optional<String> stopSequence = Optional.empty();
  private Optional<String> stopDetails = Optional.empty();
  private String messageId = "";
  private String model = "";
  private Usage usage = Usage.ZERO;
  private boolean started;
  private boolean complete;
  private long receivedChars;

  public void accept(ModelEvent event) {
    switch (event) {
      case HeadReceived e -> requestId = e.head().requestId();
      case MessageStarted e -> start(e);
      case BlockStarted e -> blocks.put(e.index(), new GrowingBlock(e.type(), e.shell()));
      case TextDelta e -> text(e);
      case ThinkingDelta e -> grow(e.index(), e.text(), block -> block.thinking(e.text()));
      case ToolInputDelta e ->
          grow(e.index(), e.partialJson(), block -> block.input(e.partialJson()));
      case SignatureDelta e -> grow(e.index(), "", block -> block.signature(e.signature()));
      case CitationDelta e -> grow(e.index(), "", block -> block.citation(e.citation()));
      case BlockStopped e -> grow(e.index(), "", GrowingBlock::stop);
      case MessageChanged e -> change(e);
      case MessageStopped _ -> complete = true;
      case Ping _, ErrorReported _, Unknown _ -> {}
    }
  }

  /** True once the provider reported the message's begin, and with it the input's exact size. */
  public boolean isStarted() {
    return started;
  }

  /** The whole message; refuses with {@link IllegalStateException} before the stop event. */
  public ModelReply reply() {
    if (!complete) {
      throw new IllegalStateException("the message is not complete");
    }
    return new ModelReply(
        messageId,
        model,
        wholeBlocks(),
        stopReason.orElseGet(() -> StopReason.of("")),
        stopSequence,
        stopDetails,
        usage,
        requestId);
  }

  /** What has come so far, of a request that was sent. */
  public PartialReply partial() {
    var received = new ArrayList<Block>();
    for (GrowingBlock block : blocks.values()) {
      if (block.isStopped() || block.isText()) {
        block.block().filter(b -> block.isStopped() || !isBlankText(b)).ifPresent(received::add);
      }
    }
    return new PartialReply(true, started, received, usage, receivedChars);
  }

  private void start(MessageStarted e) {
    started = true;
    messageId = e.messageId();
    model = e.model();
    usage = e.usage().over(usage);
  }

  private void change(MessageChanged e) {
    stopReason = e.stopReason().or(() -> stopReason);
    stopSequence = e.stopSequence().or(() -> stopSequence);
    stopDetails = e.stopDetails().or(() -> stopDetails);
    usage = e.usage().over(usage);
  }

  /** Some servers leave the start of a text block out. */
  private void text(TextDelta e) {
    blocks.computeIfAbsent(
        e.index(), _ -> new GrowingBlock("text", "{\"type\":\"text\",\"text\":\"\"}"));
    grow(e.index(), e.text(), block -> block.text(e.text()));
  }

  private void grow(int index, String received, Consumer<GrowingBlock> change) {
    receivedChars += received.length();
    GrowingBlock block = blocks.get(index);
    if (block != null) {
      change.accept(block);
    }
  }

  private List<Block> wholeBlocks() {
    var whole = new ArrayList<Block>();
    for (var entry : blocks.entrySet()) {
      boolean last = entry.getKey().equals(blocks.lastKey());
      if (!(last && ranOutOfRoom() && entry.getValue().isBareCall())) {
        entry.getValue().block().ifPresent(whole::add);
      }
    }
    return whole;
  }

  private boolean ranOutOfRoom() {
    return stopReason
        .map(StopReason::kind)
        .filter(
            kind ->
                kind == StopReason.Kind.MAX_TOKENS
                    || kind == StopReason.Kind.CONTEXT_WINDOW_EXCEEDED)
        .isPresent();
  }

  private static boolean isBlankText(Block block) {
    return block.node().path("text").asText("").isEmpty();
  }
}
