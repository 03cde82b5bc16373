package dev.sluice.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Sse;
import dev.sluice.json.Json;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.storm.FaultyLine.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model fails in every way it can, over real HTTP. Whoever waits gets an answer or a clear
 * error; whoever does not gets an answer once the model is back; and the outage is not made worse.
 */
final class StormTest {
  private static final int INTERACTIVE = 20;
  private static final int BACKGROUND = 10;
  private static final int REMEMBERED = 10_000;

  static Stream<Storm> storms() {
    return Stream.of(
        Storm.ofModel(
            "429 with retry-after", "- fail: {status: 429, retry_after: 1}", "model_rate_limited"),
        Storm.ofModel("529", "- fail: {status: 529}", "model_overloaded"),
        Storm.ofModel(
            "reset before the head",
            "- reset_head: true",
            "model_unreachable",
            "model_stream_broken"),
        Storm.ofModel(
            "reset in mid-stream",
            "- reply: [{text: half an answer}, reset]",
            "model_stream_broken"),
        Storm.ofModel(
            "error in mid-stream",
            "- reply: [{text: half}, {error: {type: overloaded_error, message: Overloaded}}]",
            "model_overloaded"),
        Storm.ofModel("stall in mid-stream", "- reply: [{text: half}, stall]", "model_timeout"),
        Storm.ofModel("no answer at all", "- stall_head: true", "model_timeout"),
        Storm.ofModel(
            "HTML error page",
            "- fail: {status: 502, content_type: text/html, body: '<html><h1>Bad Gateway</h1></html>'}",
            "model_error"),
        Storm.ofLine("half-open connections", Mode.HALF_OPEN, "model_timeout"),
        Storm.ofLine("slow heads", Mode.SLOW_HEAD, "model_timeout"),
        Storm.ofLine(
            "broken connections", Mode.BROKEN, "model_unreachable", "model_stream_broken"));
  }

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("storms")
  void everyRunComesToItsEnd(Storm storm) {
    try (var stage = new StormStage(folder, options())) {
      stage.play(storm);
      List<String> background = submit(stage, BACKGROUND, "background");
      List<String> interactive = submit(stage, INTERACTIVE, "interactive");

      interactive.forEach(run -> endsClearly(stage, run, storm.errors()));
      var outage = stage.counts();
      assertThat(background).noneMatch(run -> isOver(stage, run));

      long healedAt = System.nanoTime();
      stage.heal();
      background.forEach(run -> completes(stage, run));
      stage.tell(storm, outage, System.nanoTime() - healedAt);

      assertThat(outage.retries())
          .as("retries of %s", outage)
          .isLessThanOrEqualTo(outage.allowedRetries());
      assertThat(outage.seenUpstream())
          .as("what the model saw of %s", outage)
          .isLessThanOrEqualTo(outage.allowedUpstream(INTERACTIVE + BACKGROUND));
      completes(stage, submit(stage, 1, "interactive").getFirst());
    }
  }

  private static SimulatorOptions options() {
    return SimulatorOptions.defaults()
        .withPace(Pace.immediate())
        .withLimits(RateLimits.unlimited())
        .withRemembered(REMEMBERED);
  }

  private static List<String> submit(StormStage stage, int count, String runClass) {
    return IntStream.range(0, count).mapToObj(i -> submit(stage, runClass)).toList();
  }

  private static String submit(StormStage stage, String runClass) {
    var answer =
        Sse.json(
            "POST",
            stage.url() + "/v1/runs",
            "{\"message\":\"What is 6 * 7?\",\"class\":\"" + runClass + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Json.parse(answer.body()).path("run_id").asText();
  }

  private static void endsClearly(StormStage stage, String run, Set<String> errors) {
    var events = stage.follow(run);
    var done = events.getLast();
    assertThat(done.name()).isEqualTo("done");
    assertThat(done.data().path("status").asText()).isEqualTo("failed");
    var error = events.get(events.size() - 2);
    assertThat(error.name()).isEqualTo("run_error");
    assertThat(error.data().path("type").asText()).isIn(errors);
    assertThat(error.data().path("retryable").asBoolean()).isTrue();
    assertThat(error.data().path("message").asText()).contains("ry again");
  }

  private static boolean isOver(StormStage stage, String run) {
    return !Set.of("queued", "running", "waiting").contains(stage.status(run));
  }

  private static void completes(StormStage stage, String run) {
    var events = stage.follow(run);
    assertThat(events.getLast().data().path("status").asText()).isEqualTo("completed");
    assertThat(StormStage.text(events)).contains("42");
  }
}
