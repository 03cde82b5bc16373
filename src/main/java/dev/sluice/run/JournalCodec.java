package dev.sluice.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.agent.Journal.Entry;
import dev.sluice.agent.Journal.ToolCallFinished;
import dev.sluice.agent.Journal.ToolCallFinished.Kind;
import dev.sluice.agent.Journal.ToolCallStarted;
import dev.sluice.agent.Journal.TurnFinished;
import dev.sluice.id.ToolUseId;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.message.RawBlocks;
import java.util.List;
import java.util.Optional;

/**
 * The stored form of journal entries: a JSON object with a version {@code v} and a {@code type}.
 * The blocks of a turn are one string, so that they come back byte for byte. Fields that a reader
 * does not know are ignored. Pure.
 */
public final class JournalCodec {
  private JournalCodec() {}

  public static String encode(Entry entry) {
    ObjectNode form = StoredForm.begin();
    switch (entry) {
      case TurnFinished turn -> write(form, turn);
      case ToolCallStarted call -> write(form, call);
      case ToolCallFinished call -> write(form, call);
      case CallCharged charge -> write(form, charge);
    }
    return Json.write(form);
  }

  /** Throws {@link StoreException} {@code CORRUPT} for what is damaged or of a newer version. */
  public static Entry decode(String stored) {
    var form = StoredForm.read("journal entry", stored);
    try {
      return switch (form.text("type")) {
        case "turn_finished" -> turnFinished(form);
        case "tool_call_started" -> toolCallStarted(form);
        case "tool_call_finished" -> toolCallFinished(form);
        case "call_charged" -> callCharged(form);
        default -> throw form.broken("type");
      };
    } catch (IllegalArgumentException e) {
      throw form.broken("tool_use_id");
    }
  }

  private static void write(ObjectNode form, TurnFinished turn) {
    form.put("type", "turn_finished")
        .put("turn", turn.turn())
        .put("content", Message.assistant(turn.blocks()).content())
        .put("stop_reason", turn.stopReason())
        .put("model", turn.model());
    writeCost(form, StoredForm.of(turn.usage()), turn.costMicros(), turn.requestId());
  }

  private static void write(ObjectNode form, ToolCallStarted call) {
    form.put("type", "tool_call_started")
        .put("turn", call.turn())
        .put("tool_use_id", call.toolUse().value())
        .put("name", call.name());
  }

  private static void write(ObjectNode form, ToolCallFinished call) {
    form.put("type", "tool_call_finished")
        .put("turn", call.turn())
        .put("tool_use_id", call.toolUse().value())
        .put("name", call.name())
        .put("kind", wire(call.kind()))
        .put("content", call.content())
        .put("duration_ms", call.durationMillis());
  }

  private static void write(ObjectNode form, CallCharged charge) {
    form.put("type", "call_charged").put("turn", charge.turn()).put("model", charge.model());
    writeCost(form, StoredForm.of(charge.usage()), charge.costMicros(), charge.requestId());
    form.put("estimated", charge.estimated());
  }

  private static void writeCost(
      ObjectNode form, ObjectNode usage, long costMicros, Optional<String> requestId) {
    form.set("usage", usage);
    form.put("cost_micros", costMicros);
    requestId.ifPresent(id -> form.put("request_id", id));
  }

  private static TurnFinished turnFinished(StoredForm form) {
    return new TurnFinished(
        form.small("turn"),
        blocks(form),
        form.text("stop_reason"),
        form.text("model"),
        form.usage(),
        form.number("cost_micros"),
        form.optional("request_id"));
  }

  private static ToolCallStarted toolCallStarted(StoredForm form) {
    return new ToolCallStarted(form.small("turn"), toolUse(form), form.text("name"));
  }

  private static ToolCallFinished toolCallFinished(StoredForm form) {
    return new ToolCallFinished(
        form.small("turn"),
        toolUse(form),
        form.text("name"),
        kind(form),
        form.text("content"),
        form.number("duration_ms"));
  }

  private static CallCharged callCharged(StoredForm form) {
    return new CallCharged(
        form.small("turn"),
        form.text("model"),
        form.usage(),
        form.number("cost_micros"),
        form.flag("estimated"),
        form.optional("request_id"));
  }

  private static List<Block> blocks(StoredForm form) {
    try {
      return RawBlocks.split(form.text("content"));
    } catch (InvalidJson e) {
      throw form.broken("content");
    }
  }

  private static ToolUseId toolUse(StoredForm form) {
    return new ToolUseId(form.text("tool_use_id"));
  }

  private static String wire(Kind kind) {
    return switch (kind) {
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed";
      case DEGRADED -> "degraded";
      case FATAL -> "fatal";
    };
  }

  private static Kind kind(StoredForm form) {
    return switch (form.text("kind")) {
      case "succeeded" -> Kind.SUCCEEDED;
      case "failed" -> Kind.FAILED;
      case "degraded" -> Kind.DEGRADED;
      case "fatal" -> Kind.FATAL;
      default -> throw form.broken("kind");
    };
  }
}
