package dev.sluice.event;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.event.RunEvent.Done;
import dev.sluice.event.RunEvent.Failed;
import dev.sluice.event.RunEvent.FellBack;
import dev.sluice.event.RunEvent.Retrying;
import dev.sluice.event.RunEvent.Rewound;
import dev.sluice.event.RunEvent.Started;
import dev.sluice.event.RunEvent.TextAdded;
import dev.sluice.event.RunEvent.ThinkingAdded;
import dev.sluice.event.RunEvent.ToolEnded;
import dev.sluice.event.RunEvent.ToolStarted;
import dev.sluice.event.RunEvent.Trimmed;
import dev.sluice.event.RunEvent.UsageReported;
import dev.sluice.event.RunEvent.Waiting;
import dev.sluice.id.ConversationId;
import dev.sluice.id.ToolUseId;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import dev.sluice.message.Usage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The stored form of events: JSON on one line with a version {@code v} and a {@code type}. Every
 * log adapter keeps exactly this text. Fields that a reader does not know are ignored, so that a
 * later version may add some; durations are ISO 8601, exact. Pure and thread-safe.
 */
public final class RunEventCodec {
  private static final int VERSION = 1;
  private static final Pattern TYPE_NAME = Pattern.compile("[a-z_]{1,40}");

  private RunEventCodec() {}

  public static String encode(RunEvent event) {
    return CompactJson.object(
        expectedText(event),
        json -> {
          json.writeNumberField("v", VERSION);
          json.writeStringField("type", typeOf(event));
          writeFields(json, event);
        });
  }

  /** Throws {@link UnreadableEvent} for anything that this version did not or does not write. */
  public static RunEvent decode(String stored) {
    try {
      var fields = new StoredFields(Json.parseObject(stored));
      long version = fields.number("v");
      if (version < 1 || version > VERSION) {
        throw new UnreadableEvent("a stored event of version " + version + "; upgrade to read it");
      }
      return decode(fields);
    } catch (InvalidJson e) {
      throw new UnreadableEvent("a stored event is " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new UnreadableEvent("a stored event has an invalid value: " + e.getMessage());
    }
  }

  private static int expectedText(RunEvent event) {
    return switch (event) {
      case TextAdded text -> text.text().length();
      case ThinkingAdded thinking -> thinking.text().length();
      case ToolStarted tool -> tool.args().length();
      case Started _, Waiting _, Retrying _, FellBack _, Trimmed _, ToolEnded _, Rewound _ -> 128;
      case UsageReported _, Failed _, Done _ -> 256;
    };
  }

  private static String typeOf(RunEvent event) {
    return switch (event) {
      case Started _ -> "started";
      case Waiting _ -> "waiting";
      case Retrying _ -> "retrying";
      case FellBack _ -> "fell_back";
      case Trimmed _ -> "trimmed";
      case TextAdded _ -> "text";
      case ThinkingAdded _ -> "thinking";
      case ToolStarted _ -> "tool_started";
      case ToolEnded _ -> "tool_ended";
      case Rewound _ -> "rewound";
      case UsageReported _ -> "usage";
      case Failed _ -> "failed";
      case Done _ -> "done";
    };
  }

  private static RunEvent decode(StoredFields fields) {
    String type = fields.text("type");
    return switch (type) {
      case "started" -> started(fields);
      case "waiting" ->
          new Waiting(fields.text("reason"), fields.optionalDuration("expected_wait"));
      case "retrying" ->
          new Retrying(fields.integer("attempt"), fields.duration("delay"), fields.text("reason"));
      case "fell_back" ->
          new FellBack(fields.text("from"), fields.text("to"), fields.text("reason"));
      case "trimmed" -> new Trimmed();
      case "text" -> new TextAdded(fields.integer("turn"), fields.text("text"));
      case "thinking" -> new ThinkingAdded(fields.integer("turn"), fields.text("text"));
      case "tool_started" -> toolStarted(fields);
      case "tool_ended" -> toolEnded(fields);
      case "rewound" -> new Rewound(fields.integer("turn"), fields.text("reason"));
      case "usage" -> usageReported(fields);
      case "failed" ->
          new Failed(fields.text("error"), fields.text("message"), fields.flag("retryable"));
      case "done" -> done(fields);
      default ->
          throw new UnreadableEvent(
              TYPE_NAME.matcher(type).matches()
                  ? "a stored event of the unknown type " + type
                  : "a stored event of an unknown type");
    };
  }

  private static void writeFields(JsonGenerator json, RunEvent event) throws IOException {
    switch (event) {
      case Started e -> write(json, e);
      case Waiting e -> write(json, e);
      case Retrying e -> write(json, e);
      case FellBack e -> write(json, e);
      case Trimmed _ -> {}
      case TextAdded(int turn, String text) -> writeText(json, turn, text);
      case ThinkingAdded(int turn, String text) -> writeText(json, turn, text);
      case ToolStarted e -> write(json, e);
      case ToolEnded e -> write(json, e);
      case Rewound e -> write(json, e);
      case UsageReported e -> write(json, e);
      case Failed e -> write(json, e);
      case Done e -> write(json, e);
    }
  }

  private static void write(JsonGenerator json, Started e) throws IOException {
    json.writeStringField("conversation", e.conversation().value());
    json.writeStringField("agent", e.agent());
    json.writeStringField("model", e.model());
    json.writeNumberField("epoch", e.epoch());
  }

  private static Started started(StoredFields fields) {
    return new Started(
        new ConversationId(fields.text("conversation")),
        fields.text("agent"),
        fields.text("model"),
        fields.number("epoch"));
  }

  private static void write(JsonGenerator json, Waiting e) throws IOException {
    json.writeStringField("reason", e.reason());
    if (e.expectedWait().isPresent()) {
      json.writeStringField("expected_wait", e.expectedWait().get().toString());
    }
  }

  private static void write(JsonGenerator json, Retrying e) throws IOException {
    json.writeNumberField("attempt", e.attempt());
    json.writeStringField("delay", e.delay().toString());
    json.writeStringField("reason", e.reason());
  }

  private static void write(JsonGenerator json, FellBack e) throws IOException {
    json.writeStringField("from", e.from());
    json.writeStringField("to", e.to());
    json.writeStringField("reason", e.reason());
  }

  private static void writeText(JsonGenerator json, int turn, String text) throws IOException {
    json.writeNumberField("turn", turn);
    json.writeStringField("text", text);
  }

  private static void write(JsonGenerator json, ToolStarted e) throws IOException {
    json.writeNumberField("turn", e.turn());
    json.writeStringField("tool_use", e.toolUse().value());
    json.writeStringField("name", e.name());
    json.writeStringField("args", e.args());
  }

  private static ToolStarted toolStarted(StoredFields fields) {
    return new ToolStarted(
        fields.integer("turn"),
        new ToolUseId(fields.text("tool_use")),
        fields.text("name"),
        fields.text("args"));
  }

  private static void write(JsonGenerator json, ToolEnded e) throws IOException {
    json.writeNumberField("turn", e.turn());
    json.writeStringField("tool_use", e.toolUse().value());
    json.writeStringField("name", e.name());
    json.writeBooleanField("ok", e.ok());
    json.writeStringField("duration", e.duration().toString());
    writeOptional(json, "error", e.error());
    json.writeBooleanField("degraded", e.degraded());
  }

  private static ToolEnded toolEnded(StoredFields fields) {
    return new ToolEnded(
        fields.integer("turn"),
        new ToolUseId(fields.text("tool_use")),
        fields.text("name"),
        fields.flag("ok"),
        fields.duration("duration"),
        fields.optionalText("error"),
        fields.flag("degraded"));
  }

  private static void write(JsonGenerator json, Rewound e) throws IOException {
    json.writeNumberField("turn", e.turn());
    json.writeStringField("reason", e.reason());
  }

  private static void write(JsonGenerator json, UsageReported e) throws IOException {
    json.writeNumberField("turn", e.turn());
    json.writeStringField("model", e.model());
    write(json, e.usage());
    json.writeNumberField("cost_micros", e.costMicros());
    json.writeBooleanField("estimated", e.estimated());
    writeOptional(json, "request_id", e.requestId());
  }

  private static UsageReported usageReported(StoredFields fields) {
    return new UsageReported(
        fields.integer("turn"),
        fields.text("model"),
        usage(fields),
        fields.number("cost_micros"),
        fields.flag("estimated"),
        fields.optionalText("request_id"));
  }

  private static void write(JsonGenerator json, Failed e) throws IOException {
    json.writeStringField("error", e.type());
    json.writeStringField("message", e.message());
    json.writeBooleanField("retryable", e.retryable());
  }

  private static void write(JsonGenerator json, Done e) throws IOException {
    json.writeStringField("status", e.status().wire());
    writeOptional(json, "reason", e.reason());
    json.writeNumberField("turns", e.turns());
    write(json, e.usage());
    json.writeNumberField("cost_micros", e.costMicros());
    json.writeStringField("duration", e.duration().toString());
  }

  private static Done done(StoredFields fields) {
    return new Done(
        status(fields.text("status")),
        fields.optionalText("reason"),
        fields.integer("turns"),
        usage(fields),
        fields.number("cost_micros"),
        fields.duration("duration"));
  }

  private static DoneStatus status(String name) {
    return Arrays.stream(DoneStatus.values())
        .filter(status -> status.wire().equals(name))
        .findFirst()
        .orElseThrow(() -> new UnreadableEvent("a stored end of a run has an unknown status"));
  }

  private static void write(JsonGenerator json, Usage usage) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("input", usage.inputTokens());
    json.writeNumberField("cache_write_5m", usage.cacheWrite5mTokens());
    json.writeNumberField("cache_write_1h", usage.cacheWrite1hTokens());
    json.writeNumberField("cache_read", usage.cacheReadTokens());
    json.writeNumberField("output", usage.outputTokens());
    json.writeNumberField("thinking", usage.thinkingTokens());
    json.writeNumberField("web_searches", usage.webSearches());
    json.writeEndObject();
  }

  private static Usage usage(StoredFields event) {
    StoredFields usage = event.object("usage");
    return new Usage(
        usage.number("input"),
        usage.number("cache_write_5m"),
        usage.number("cache_write_1h"),
        usage.number("cache_read"),
        usage.number("output"),
        usage.number("thinking"),
        usage.number("web_searches"));
  }

  private static void writeOptional(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }
}
