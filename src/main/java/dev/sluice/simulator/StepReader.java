package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the steps of a reply; a step is one key that names it, with options beside it. */
final class StepReader {
  private static final int USUAL_FRAGMENTS = 4;

  private final YamlProblems problems;
  private final YamlJson json;
  private final Map<String, Function<YamlMap, Optional<Step>>> readers =
      Map.ofEntries(
          Map.entry("text", this::text),
          Map.entry("stamps", this::stamps),
          Map.entry("thinking", this::thinking),
          Map.entry("redacted_thinking", this::redacted),
          Map.entry("tool_use", this::toolUse),
          Map.entry("ping", map -> bare(map, "ping", new Step.Ping())),
          Map.entry("pause", map -> map.duration("pause").map(Step.Pause::new)),
          Map.entry("raw", map -> map.text("raw").map(Step.Raw::new)),
          Map.entry("unknown_event", this::unknownEvent),
          Map.entry(
              "unknown_delta", map -> object(map, "unknown_delta").map(Step.UnknownDelta::new)),
          Map.entry(
              "unknown_block", map -> object(map, "unknown_block").map(Step.UnknownBlock::new)),
          Map.entry("error", this::error),
          Map.entry("reset", map -> bare(map, "reset", new Step.Reset())),
          Map.entry("cut", map -> bare(map, "cut", new Step.Cut())),
          Map.entry("stall", map -> bare(map, "stall", new Step.Stall())),
          Map.entry("stop_reason", this::stopReason),
          Map.entry("stop_details", map -> object(map, "stop_details").map(Step.StopDetails::new)));

  StepReader(YamlProblems problems) {
    this.problems = problems;
    this.json = new YamlJson(problems);
  }

  List<Step> read(List<Node> nodes) {
    List<Step> steps = new ArrayList<>();
    for (Node node : nodes) {
      (node instanceof ScalarNode scalar ? word(scalar) : step(new YamlMap(node, problems)))
          .ifPresent(steps::add);
    }
    return steps;
  }

  private Optional<Step> word(ScalarNode node) {
    Optional<Step> step =
        switch (node.getValue()) {
          case "ping" -> Optional.of(new Step.Ping());
          case "reset" -> Optional.of(new Step.Reset());
          case "cut" -> Optional.of(new Step.Cut());
          case "stall" -> Optional.of(new Step.Stall());
          default -> Optional.empty();
        };
    if (step.isEmpty()) {
      problems.add(node, "unknown step '%s'".formatted(node.getValue()));
    }
    return step;
  }

  private Optional<Step> step(YamlMap map) {
    List<String> names = readers.keySet().stream().filter(map::has).sorted().toList();
    if (names.size() != 1) {
      problems.add(
          map.self(),
          "a step needs exactly one of "
              + String.join(", ", readers.keySet().stream().sorted().toList()));
      return Optional.empty();
    }
    Optional<Step> step = reader(names.getFirst()).apply(map);
    map.finish();
    return step;
  }

  private Function<YamlMap, Optional<Step>> reader(String name) {
    return readers.getOrDefault(name, _ -> Optional.empty());
  }

  private Optional<Step> text(YamlMap map) {
    int times = map.positive("repeat").orElse(1);
    Pace pace = pace(map);
    return map.text("text").map(text -> new Step.Text(text.repeat(times), pace));
  }

  private Optional<Step> stamps(YamlMap map) {
    return map.map("stamps")
        .map(
            stamps -> {
              stamps.require("count");
              Step step =
                  new Step.Stamps(
                      stamps.positive("count").orElse(1),
                      stamps.duration("every").orElse(Duration.ZERO));
              stamps.finish();
              return step;
            });
  }

  private Optional<Step> thinking(YamlMap map) {
    Pace pace = pace(map);
    return map.text("thinking").map(text -> new Step.Thinking(text, pace));
  }

  private Optional<Step> redacted(YamlMap map) {
    return map.text("redacted_thinking").map(Step.RedactedThinking::new);
  }

  private Optional<Step> toolUse(YamlMap map) {
    Pace pace = pace(map);
    return map.map("tool_use")
        .map(
            use -> {
              use.require("name");
              String input = Json.compact(use.node("input").map(json::of).orElseGet(Json::object));
              Step step =
                  new Step.ToolUse(use.text("name").orElse(""), fragments(use, input), pace);
              use.finish();
              return step;
            });
  }

  private List<String> fragments(YamlMap use, String input) {
    if (use.node("fragments").orElse(null) instanceof SequenceNode literal) {
      return literal.getValue().stream().map(json::of).map(JsonNode::asText).toList();
    }
    return Slices.inParts(input, use.positive("fragments").orElse(USUAL_FRAGMENTS));
  }

  private Optional<Step> unknownEvent(YamlMap map) {
    return map.map("unknown_event")
        .map(
            event -> {
              event.require("name");
              String name = event.text("name").orElse("");
              JsonNode data =
                  event.node("data").map(json::of).orElseGet(() -> Json.object().put("type", name));
              event.finish();
              return new Step.UnknownEvent(name, data);
            });
  }

  private Optional<Step> error(YamlMap map) {
    return map.map("error")
        .map(
            error -> {
              Step step =
                  new Step.Failure(
                      error.text("type").orElse("overloaded_error"),
                      error.text("message").orElse("Overloaded"),
                      error.text("error_code").orElse(null));
              error.finish();
              return step;
            });
  }

  private Optional<Step> stopReason(YamlMap map) {
    String sequence = map.text("stop_sequence").orElse(null);
    return map.text("stop_reason").map(reason -> new Step.StopReason(reason, sequence));
  }

  private Optional<JsonNode> object(YamlMap map, String key) {
    Optional<JsonNode> value = map.node(key).map(json::of);
    return value.isPresent() && !value.get().isObject()
        ? map.wrong(key, "expected a mapping")
        : value;
  }

  private static Optional<Step> bare(YamlMap map, String key, Step step) {
    return map.flag(key).filter(on -> on).map(_ -> step);
  }

  private static @Nullable Pace pace(YamlMap map) {
    return PaceReader.pace(map, "pace").orElse(null);
  }
}
