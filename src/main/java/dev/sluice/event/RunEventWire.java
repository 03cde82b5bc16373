package dev.sluice.event;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.event.RunEvent.Done;
import dev.sluice.event.RunEvent.Failed;
import dev.sluice.event.RunEvent.FellBack;
import dev.sluice.event.RunEvent.Retrying;
import dev.sluice.event.RunEvent.Rewound;
import dev.sluice.event.RunEvent.Started;
import dev.sluice.event.RunEvent.Status;
import dev.sluice.event.RunEvent.TextAdded;
import dev.sluice.event.RunEvent.ThinkingAdded;
import dev.sluice.event.RunEvent.ToolEnded;
import dev.sluice.event.RunEvent.ToolStarted;
import dev.sluice.event.RunEvent.Trimmed;
import dev.sluice.event.RunEvent.UsageReported;
import dev.sluice.event.RunEvent.Waiting;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import dev.sluice.message.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The gateway's own event vocabulary, as readers of the HTTP stream see it. Another vocabulary
 * would be another class like this one. Times are milliseconds, money is dollars as an exact
 * decimal number; what is absent is left out. Pure and thread-safe.
 */
public final class RunEventWire {
  private RunEventWire() {}

  /** The {@code event:} name. */
  public static String name(RunEvent event) {
    return switch (event) {
      case Started _ -> "start";
      case Status _ -> "status";
      case TextAdded _ -> "token";
      case ThinkingAdded _ -> "thinking";
      case ToolStarted _ -> "tool_start";
      case ToolEnded _ -> "tool_end";
      case Rewound _ -> "rewind";
      case UsageReported _ -> "usage";
      case Failed _ -> "run_error";
      case Done _ -> "done";
    };
  }

  /** The {@code data:} line: a compact JSON object without any line break, {@code run_id} first. */
  public static String data(Envelope envelope) {
    return CompactJson.object(
        expectedText(envelope.event()),
        json -> {
          json.writeStringField("run_id", envelope.run().value());
          writeFields(json, envelope.event());
        });
  }

  /** Micro-dollars as dollars: {@code 12300} is {@code 0.0123}, {@code 10000000} is {@code 10}. */
  public static String usd(long micros) {
    return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
  }

  private static int expectedText(RunEvent event) {
    return switch (event) {
      case TextAdded text -> text.text().length();
      case ThinkingAdded thinking -> thinking.text().length();
      case ToolStarted tool -> tool.args().length();
      case Started _, Status _, ToolEnded _, Rewound _ -> 128;
      case UsageReported _, Failed _, Done _ -> 256;
    };
  }

  private static void writeFields(JsonGenerator json, RunEvent event) throws IOException {
    switch (event) {
      case Started e -> write(json, e);
      case Waiting e -> write(json, e);
      case Retrying e -> write(json, e);
      case FellBack e -> write(json, e);
      case Trimmed _ -> json.writeStringField("kind", "trimmed");
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
    json.writeStringField("conversation_id", e.conversation().value());
    json.writeStringField("agent", e.agent());
    json.writeStringField("model", e.model());
    json.writeNumberField("epoch", e.epoch());
  }

  private static void write(JsonGenerator json, Waiting e) throws IOException {
    json.writeStringField("kind", "waiting");
    json.writeStringField("reason", e.reason());
    if (e.expectedWait().isPresent()) {
      json.writeNumberField("expected_wait_ms", e.expectedWait().get().toMillis());
    }
  }

  private static void write(JsonGenerator json, Retrying e) throws IOException {
    json.writeStringField("kind", "retrying");
    json.writeStringField("reason", e.reason());
    json.writeNumberField("attempt", e.attempt());
    json.writeNumberField("delay_ms", e.delay().toMillis());
  }

  private static void write(JsonGenerator json, FellBack e) throws IOException {
    json.writeStringField("kind", "fallback");
    json.writeStringField("reason", e.reason());
    json.writeStringField("from", e.from());
    json.writeStringField("to", e.to());
  }

  private static void writeText(JsonGenerator json, int turn, String text) throws IOException {
    json.writeStringField("text", text);
    json.writeNumberField("turn", turn);
  }

  private static void write(JsonGenerator json, ToolStarted e) throws IOException {
    json.writeStringField("tool_use_id", e.toolUse().value());
    json.writeStringField("name", e.name());
    writeArgs(json, e.args());
    json.writeNumberField("turn", e.turn());
  }

  /** A model's input may contain line breaks between its values, or be cut off in the middle. */
  private static void writeArgs(JsonGenerator json, String args) throws IOException {
    json.writeFieldName("args");
    try {
      json.writeTree(args.isBlank() ? Json.object() : Json.parse(args));
    } catch (InvalidJson e) {
      json.writeString(args);
    }
  }

  private static void write(JsonGenerator json, ToolEnded e) throws IOException {
    json.writeStringField("tool_use_id", e.toolUse().value());
    json.writeStringField("name", e.name());
    json.writeBooleanField("ok", e.ok());
    json.writeNumberField("duration_ms", e.duration().toMillis());
    writeOptional(json, "error", e.error());
    json.writeBooleanField("degraded", e.degraded());
    json.writeNumberField("turn", e.turn());
  }

  private static void write(JsonGenerator json, Rewound e) throws IOException {
    json.writeNumberField("turn", e.turn());
    json.writeStringField("reason", e.reason());
  }

  private static void write(JsonGenerator json, UsageReported e) throws IOException {
    json.writeNumberField("turn", e.turn());
    json.writeStringField("model", e.model());
    writeTokens(json, e.usage());
    writeCost(json, e.costMicros());
    json.writeStringField("source", e.estimated() ? "estimate" : "provider");
    writeOptional(json, "request_id", e.requestId());
  }

  private static void write(JsonGenerator json, Failed e) throws IOException {
    json.writeStringField("type", e.type());
    json.writeStringField("message", e.message());
    json.writeBooleanField("retryable", e.retryable());
  }

  private static void write(JsonGenerator json, Done e) throws IOException {
    json.writeStringField("status", e.status().wire());
    writeOptional(json, "reason", e.reason());
    json.writeNumberField("turns", e.turns());
    json.writeObjectFieldStart("usage");
    writeTokens(json, e.usage());
    json.writeEndObject();
    writeCost(json, e.costMicros());
    json.writeNumberField("duration_ms", e.duration().toMillis());
  }

  private static void writeTokens(JsonGenerator json, Usage usage) throws IOException {
    json.writeNumberField("input_tokens", usage.inputTokens());
    json.writeNumberField(
        "cache_creation_input_tokens", usage.cacheWrite5mTokens() + usage.cacheWrite1hTokens());
    json.writeNumberField("cache_read_input_tokens", usage.cacheReadTokens());
    json.writeNumberField("output_tokens", usage.outputTokens());
    json.writeNumberField("thinking_tokens", usage.thinkingTokens());
    if (usage.webSearches() > 0) {
      json.writeNumberField("web_searches", usage.webSearches());
    }
  }

  private static void writeCost(JsonGenerator json, long micros) throws IOException {
    json.writeFieldName("cost_usd");
    json.writeNumber(usd(micros));
  }

  private static void writeOptional(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }
}
