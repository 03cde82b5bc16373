package dev.sluice.model;

import java.util.Optional;

/** What a streaming call reports, in wire order. Consumers switch exhaustively. */
public sealed interface ModelEvent {

  /** The head of the answer, before any event: limits and request id. */
  record HeadReceived(ResponseHead head) implements ModelEvent {}

  record MessageStarted(String messageId, String model, UsageUpdate usage) implements ModelEvent {}

  /** {@code shell} is the raw JSON of the block as it began. */
  record BlockStarted(int index, String type, String shell) implements ModelEvent {}

  record TextDelta(int index, String text) implements ModelEvent {}

  record ThinkingDelta(int index, String text) implements ModelEvent {}

  record SignatureDelta(int index, String signature) implements ModelEvent {}

  record ToolInputDelta(int index, String partialJson) implements ModelEvent {}

  /** {@code citation} is raw JSON. */
  record CitationDelta(int index, String citation) implements ModelEvent {}

  record BlockStopped(int index) implements ModelEvent {}

  /** Usage is cumulative: it replaces, field by field, what was known. */
  record MessageChanged(
      Optional<StopReason> stopReason,
      Optional<String> stopSequence,
      Optional<String> stopDetails,
      UsageUpdate usage)
      implements ModelEvent {}

  record MessageStopped() implements ModelEvent {}

  record Ping() implements ModelEvent {}

  /** The provider reports an error in mid-stream; the stream ends. */
  record ErrorReported(
      String type, String message, Optional<String> errorCode, Optional<String> requestId)
      implements ModelEvent {}

  /** Something newer than this code, kept raw. */
  record Unknown(String type, String raw) implements ModelEvent {}
}
