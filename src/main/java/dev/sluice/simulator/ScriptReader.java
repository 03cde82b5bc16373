package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.ApiError;
import dev.sluice.simulator.wire.Json;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the YAML of a script and reports all problems of a bad one together. */
final class ScriptReader {
  private static final List<String> PLAYS =
      List.of("reply", "fail", "answer", "stall_head", "reset_head");
  private static final String DEFAULT_ERROR = "the simulator was told to fail this request";

  private final YamlProblems problems = new YamlProblems();
  private final YamlJson json = new YamlJson(problems);
  private final StepReader steps = new StepReader(problems);
  private @Nullable Pace pace;
  private @Nullable Chunking chunking;

  private ScriptReader() {}

  static Script read(String yaml) {
    ScriptReader reader = new ScriptReader();
    List<Rule> rules = reader.compose(yaml).map(reader::root).orElse(List.of());
    reader.problems.throwIfAny();
    return new Script(rules);
  }

  private Optional<Node> compose(String yaml) {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
      if (root == null) {
        problems.add(1, "the script is empty");
      }
      return Optional.ofNullable(root);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(line, "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      problems.add(1, "not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private List<Rule> root(Node root) {
    if (root instanceof SequenceNode sequence) {
      return rules(sequence.getValue());
    }
    YamlMap map = new YamlMap(root, problems);
    pace = PaceReader.pace(map, "pace").orElse(null);
    chunking = PaceReader.chunking(map).orElse(null);
    if (root instanceof MappingNode) {
      map.require("rules");
    }
    List<Rule> rules = rules(map.list("rules"));
    map.finish();
    return rules;
  }

  private List<Rule> rules(List<Node> nodes) {
    List<Rule> rules = new ArrayList<>();
    for (Node node : nodes) {
      YamlMap map = new YamlMap(node, problems);
      When when = when(map);
      play(map).ifPresent(play -> rules.add(new Rule(when, play)));
      map.finish();
    }
    return rules;
  }

  private When when(YamlMap rule) {
    Optional<YamlMap> given = rule.map("when");
    if (given.isEmpty()) {
      return new When(null, null, null, Set.of(), Set.of(), null, null, null, null, null, null);
    }
    YamlMap map = given.get();
    String result = map.text("tool_result").orElse(null);
    boolean presence = "true".equals(result) || "false".equals(result);
    When when =
        new When(
            map.text("text").orElse(null),
            map.parsed("matches", Pattern::compile).orElse(null),
            map.positive("turn").orElse(null),
            map.positives("request"),
            map.positives("nth"),
            map.positive("times").orElse(null),
            map.text("model").orElse(null),
            map.flag("stream").orElse(null),
            presence ? Boolean.valueOf(result) : null,
            presence ? null : result,
            map.text("tool").orElse(null));
    map.finish();
    return when;
  }

  private Optional<Play> play(YamlMap rule) {
    List<String> given = PLAYS.stream().filter(rule::has).toList();
    if (given.size() != 1) {
      problems.add(rule.self(), "a rule needs exactly one of " + String.join(", ", PLAYS));
    }
    Optional<Play> reply = rule.has("reply") ? Optional.of(reply(rule)) : Optional.empty();
    Optional<Play> fail = rule.map("fail").map(this::fail);
    Optional<Play> answer = rule.map("answer").map(this::answer);
    Optional<Play> stall = rule.node("stall_head").map(_ -> new Play.StallHead());
    Optional<Play> reset = rule.node("reset_head").map(_ -> new Play.ResetHead());
    return reply.or(() -> fail).or(() -> answer).or(() -> stall).or(() -> reset);
  }

  private Play reply(YamlMap rule) {
    Pace ownPace = PaceReader.pace(rule, "pace").orElse(pace);
    Chunking ownChunking = PaceReader.chunking(rule).orElse(chunking);
    return new Play.Reply(steps.read(rule.list("reply")), ownPace, ownChunking);
  }

  private Play answer(YamlMap map) {
    Duration after = map.duration("after").orElse(Duration.ZERO);
    map.require("json");
    JsonNode body = map.node("json").map(json::of).orElseGet(Json::object);
    map.finish();
    return new Play.Answer(body, after);
  }

  private Play fail(YamlMap map) {
    int status = map.positive("status").orElse(500);
    if (status < 400 || status > 599) {
      map.wrong("status", "expected a number from 400 to 599");
    }
    ApiError error =
        new ApiError(
            status,
            map.text("type").orElse(ApiError.typeOf(status)),
            map.text("message").orElse(DEFAULT_ERROR),
            map.text("error_code").orElse(null),
            Map.of());
    Map<String, String> headers = headers(map);
    map.text("retry_after").ifPresent(value -> headers.put("retry-after", value));
    Play.Fail fail =
        new Play.Fail(
            error,
            headers,
            map.text("body").orElse(null),
            map.text("content_type").orElse("text/html"),
            map.duration("after").orElse(Duration.ZERO));
    map.finish();
    return fail;
  }

  private Map<String, String> headers(YamlMap fail) {
    Map<String, String> headers = new HashMap<>();
    fail.node("headers")
        .ifPresent(
            node -> {
              if (!(node instanceof MappingNode mapping)) {
                problems.add(node, "'headers' must be a mapping");
                return;
              }
              for (var entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode name
                    && entry.getValueNode() instanceof ScalarNode value) {
                  headers.put(name.getValue(), value.getValue());
                } else {
                  problems.add(entry.getKeyNode(), "a header is a name and a plain value");
                }
              }
            });
    return headers;
  }
}
