package dev.sluice.event;

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
import dev.sluice.message.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Events of every kind by name, with and without their optional parts. */
final class RunEventSamples {
  private static final ToolUseId TOOL_USE = new ToolUseId("toolu_01A");
  private static final Usage USAGE = new Usage(1200, 30, 4, 5000, 321, 21, 2);

  private RunEventSamples() {}

  static Map<String, RunEvent> all() {
    var all = new LinkedHashMap<String, RunEvent>();
    all.put(
        "started", new Started(new ConversationId("conv_1"), "assistant", "claude-opus-4-8", 3));
    all.put("waiting", new Waiting("rate_limit", Optional.of(Duration.ofMillis(2500))));
    all.put("waiting_without_hint", new Waiting("capacity", Optional.empty()));
    all.put("retrying", new Retrying(2, Duration.ofMillis(750), "overloaded_error"));
    all.put("fell_back", new FellBack("model-a", "model-b", "overloaded_error"));
    all.put("trimmed", new Trimmed());
    all.put("text", new TextAdded(1, "Hello"));
    all.put("text_hostile", new TextAdded(1, "a\r\nid: 9-9\n\ndata: x\0\u2028\u2029\u0085\"\\"));
    all.put("text_astral", new TextAdded(2, "grüße 😀 日本"));
    all.put("text_half_pair", new TextAdded(2, "\ud83d"));
    all.put("text_other_half", new TextAdded(2, "\ude00!\ud83d\ud83d"));
    all.put("thinking", new ThinkingAdded(1, "Let me see."));
    all.putAll(tools());
    all.put("rewound", new Rewound(2, "worker_lost"));
    all.putAll(endings());
    return all;
  }

  private static Map<String, RunEvent> tools() {
    var tools = new LinkedHashMap<String, RunEvent>();
    tools.put(
        "tool_started",
        new ToolStarted(1, TOOL_USE, "calculator", "{\n  \"expression\": \"2+2\"\r\n}"));
    tools.put("tool_started_without_input", new ToolStarted(1, TOOL_USE, "current_time", ""));
    tools.put("tool_started_cut_off", new ToolStarted(1, TOOL_USE, "x", "{\"a\":\n"));
    tools.put(
        "tool_started_exact", new ToolStarted(1, TOOL_USE, "x", "{\"n\": 1.10, \"m\": 1e400}"));
    tools.put(
        "tool_ended",
        new ToolEnded(
            1,
            TOOL_USE,
            "calculator",
            true,
            Duration.ofNanos(12_345_678),
            Optional.empty(),
            false));
    tools.put(
        "tool_ended_degraded",
        new ToolEnded(
            1,
            TOOL_USE,
            "web_search",
            false,
            Duration.ofSeconds(10),
            Optional.of("no answer within 10 s"),
            true));
    return tools;
  }

  private static Map<String, RunEvent> endings() {
    var endings = new LinkedHashMap<String, RunEvent>();
    endings.put(
        "usage",
        new UsageReported(1, "claude-opus-4-8", USAGE, 12_300, false, Optional.of("req_1")));
    endings.put(
        "usage_estimated",
        new UsageReported(
            2, "claude-opus-4-8", Usage.of(10, 20), 10_000_001, true, Optional.empty()));
    endings.put("failed", new Failed("authentication", "the key was refused", false));
    endings.put(
        "done",
        new Done(
            DoneStatus.COMPLETED, Optional.empty(), 2, USAGE, 20_000_000, Duration.ofMillis(4321)));
    for (DoneStatus status : DoneStatus.values()) {
      endings.put(
          "done_" + status.wire(),
          new Done(status, Optional.of("why"), 0, Usage.ZERO, 0, Duration.ZERO));
    }
    return endings;
  }

  /** Every record of the family, found by reflection. */
  static Set<Class<?>> family() {
    return leaves(RunEvent.class).collect(Collectors.toSet());
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RunEventSamples::leaves)
        : Stream.of(type);
  }

  /** The lines {@code name<space>text} of a golden file. */
  static Map<String, String> golden(String file) {
    Path path = Path.of("src/test/resources/dev/sluice/event", file);
    try {
      var lines = new LinkedHashMap<String, String>();
      for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
        int space = line.indexOf(' ');
        lines.put(line.substring(0, space), line.substring(space + 1));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
