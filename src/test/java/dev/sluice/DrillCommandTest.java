package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice drill}, as typed, against a model that speaks HTTP. */
@Timeout(60)
class DrillCommandTest {
  private static final String SMALL = "{name: small, model: claude-haiku-5-5}";
  private static final String SIMULATED = "model: {simulator: on, fallbacks: [" + SMALL + "]}\n";
  private static final String CALCULATION =
      """
      questions:
        arithmetic:
          prompt: What is 15 * 23? Use the calculator.
          contains: ["345"]
          calls: [calculator]
          at_most_chars: 400
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Vertx vertx = TestVertx.create();
  private Simulator simulator;

  @TempDir Path folder;

  @BeforeEach
  void startTheModel() {
    simulator =
        Simulator.start(
                vertx,
                SimulatorOptions.defaults()
                    .withPace(Pace.immediate())
                    .withLimits(RateLimits.unlimited()))
            .await();
  }

  @AfterEach
  void stopTheModel() {
    vertx.close().await();
  }

  @Test
  void findsAGoodFallbackGood() {
    assertThat(drill(model(SMALL), CALCULATION)).as(err.toString()).isZero();

    assertThat(lines())
        .anySatisfy(line -> assertThat(line).containsSubsequence("question", "primary", "small"))
        .anySatisfy(line -> assertThat(line).containsSubsequence("checks passed", "4/4", "4/4"))
        .anySatisfy(line -> assertThat(line).containsSubsequence("verdict", "good", "good"))
        .noneSatisfy(line -> assertThat(line).startsWith("missed"));
    assertThat(simulator.modelCalls())
        .extracting(call -> call.json().path("model").asText())
        .containsExactly(
            "claude-sonnet-5-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-haiku-5-5");
  }

  @Test
  void findsAFallbackThatAnswersBadlyTooWeakAndSaysWhatItMissed() {
    simulator.play(
        Script.parse("- {when: {model: claude-haiku-5-5}, reply: [{text: I would not know.}]}"));

    assertThat(drill(model(SMALL), CALCULATION)).isEqualTo(1);

    assertThat(lines())
        .contains("missed  small: arithmetic: contains 345")
        .contains("missed  small: arithmetic: calls calculator")
        .anySatisfy(line -> assertThat(line).containsSubsequence("checks passed", "4/4", "2/4"))
        .anySatisfy(line -> assertThat(line).containsSubsequence("verdict", "good", "too weak"))
        .noneSatisfy(line -> assertThat(line).startsWith("missed  primary"));
  }

  @Test
  void asksForNoMoreThanIsAskedFor() {
    simulator.play(
        Script.parse("- {when: {model: claude-haiku-5-5}, reply: [{text: I would not know.}]}"));

    assertThat(drill(model(SMALL), CALCULATION, "--at-least", "0.5")).isZero();
  }

  @Test
  void givesNothingToAFallbackThatIsDownAndSaysWhy() {
    simulator.play(Script.parse("- {when: {model: claude-haiku-5-5}, fail: {status: 529}}"));

    assertThat(drill(model(SMALL) + "retries: {max_retries: 0}\n", CALCULATION)).isEqualTo(1);

    assertThat(lines())
        .anySatisfy(line -> assertThat(line).containsSubsequence("checks passed", "4/4", "0/4"))
        .anySatisfy(line -> assertThat(line).containsSubsequence("verdict", "good", "no answer"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("missed  small: arithmetic: completed (model_overloaded: "));
  }

  @Test
  void neverLetsTheFallbackAnswerForThePrimary() {
    simulator.play(Script.parse("- {when: {model: claude-sonnet-5-5}, fail: {status: 529}}"));

    assertThat(drill(model(SMALL) + "retries: {max_retries: 0}\n", CALCULATION)).isEqualTo(1);

    assertThat(lines())
        .anySatisfy(line -> assertThat(line).containsSubsequence("checks passed", "0/4", "4/4"));
  }

  @Test
  void tellsProgramsTheScoresAndTheCost() {
    assertThat(drill(model(SMALL), CALCULATION, "--json")).isZero();

    JsonNode report = Json.parse(out.toString());
    assertThat(report.path("good").asBoolean()).isTrue();
    assertThat(targets(report))
        .extracting(target -> target.path("name").asText())
        .containsExactly("primary", "small");
    assertThat(targets(report)).allMatch(target -> target.path("share").asDouble() == 1);
    BigDecimal bill = simulator.bill().microDollars().setScale(0, RoundingMode.HALF_UP);
    assertThat(report.path("cost_usd").decimalValue().movePointRight(6))
        .isCloseTo(bill, org.assertj.core.data.Offset.offset(BigDecimal.valueOf(4)))
        .isGreaterThan(BigDecimal.TEN);
  }

  @Test
  void drillsTheBuiltInModelWhenThatAnswers() {
    assertThat(drill(SIMULATED, CALCULATION)).as(err.toString()).isZero();

    assertThat(lines())
        .anySatisfy(line -> assertThat(line).containsSubsequence("checks passed", "4/4", "4/4"));
    assertThat(simulator.requests()).isEmpty();
  }

  @Test
  void asksItsOwnQuestionsWhenNoneAreGiven() {
    Path config =
        write("sluice.yaml", model(SMALL, "save_note, get_weather, web_search") + tools());

    assertThat(run("drill", "--config", config.toString())).as(err + "\n" + out).isZero();

    assertThat(out.toString())
        .contains("arithmetic", "memory", "search", "two_tools", "weather", "This drill cost $")
        .doesNotContain("missed");
  }

  @Test
  void leavesQuestionsOutWhoseToolsTheAgentHasNotGot() {
    String weather = "  weather: {prompt: 'How is it outside?', calls: [get_weather]}\n";

    assertThat(drill(model(SMALL), CALCULATION + weather)).as(err.toString()).isZero();

    assertThat(err.toString()).contains("left out: weather: the agent has no [get_weather]");
    assertThat(out.toString()).doesNotContain("weather");
  }

  @Test
  void saysWhatToConfigureWhereThereIsNoFallback() {
    assertThat(drill(model(""), CALCULATION)).isEqualTo(Main.EXIT_BAD_CONFIG);

    assertThat(err.toString()).contains("model.fallbacks", "{name: small, model:");
    assertThat(simulator.modelCalls()).isEmpty();
  }

  @Test
  void refusesQuestionsThatCannotBeAsked() {
    String wants = "questions: {q: {prompt: Play a game, calls: [chess]}}\n";

    assertThat(drill(model(SMALL), wants)).isEqualTo(Main.EXIT_BAD_CONFIG);
    assertThat(err.toString()).contains("questions.q.calls", "chess");
    assertThat(drill(model(SMALL), CALCULATION, "--at-least", "2")).isEqualTo(Main.EXIT_BAD_CONFIG);
    assertThat(err.toString()).contains("--at-least must be from 0 to 1");
  }

  private String model(String fallback) {
    return model(fallback, "");
  }

  private String model(String fallback, String tools) {
    return """
    model: {base_url: '%s', fallbacks: [%s]}
    agents: {default: {tools: [calculator, %s]}}
    """
        .formatted(simulator.baseUrl(), fallback, tools)
        .replace(", ]", "]");
  }

  private String tools() {
    return "tools: {declared: [%s, %s]}\n"
        .formatted(tool("get_weather", "city"), tool("web_search", "query"));
  }

  private String tool(String name, String input) {
    return """
    {"name": "%s", "description": "Demo.", "url": "%s/simulator/tools/%s", "timeout": "5s",
     "idempotent": true, "importance": "optional", "headers": {},
     "input_schema": {"type": "object", "properties": {"%s": {"type": "string"}}}}
    """
        .formatted(name, simulator.baseUrl(), name, input)
        .replace("\n", "");
  }

  private int drill(String yaml, String questions, String... more) {
    var args =
        new java.util.ArrayList<>(
            List.of(
                "drill",
                "--config",
                write("sluice.yaml", yaml).toString(),
                "--questions",
                write("questions.yaml", questions).toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  private static List<JsonNode> targets(JsonNode report) {
    return StreamSupport.stream(report.path("targets").spliterator(), false).toList();
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
