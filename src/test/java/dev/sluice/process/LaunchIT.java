package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Sse;
import dev.sluice.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets who starts the product: addresses, words, exit codes. */
@Timeout(300)
class LaunchIT {
  @TempDir Path folder;

  @Test
  void startsWithoutAKeyAndLetsTheSimulatedModelAnswerWithTools() {
    try (var process = run(environment())) {
      String url = process.address("Sluice");
      assertThat(url).startsWith("http://127.0.0.1:");
      assertThat(process.line("No model key")).contains("simulated model", "ANTHROPIC_API_KEY");
      String ready = process.address("Management") + "/readyz";
      assertThat(Sse.json("GET", ready, null).statusCode()).isEqualTo(200);

      Sse stream =
          Sse.post(
              url + "/v1/chat/stream",
              Api.message(
                  "What is 15 * 23? What is the weather in Berlin? Search for otters",
                  Optional.empty()));
      var reading = Reading.of(stream.header("x-run-id").orElseThrow(), stream.rest());

      assertThat(reading.status()).isEqualTo("completed");
      assertThat(reading.values("tool_end", "name"))
          .containsExactlyInAnyOrder("calculator", "get_weather", "web_search");
      assertThat(reading.values("tool_end", "ok")).containsOnly("true");
      assertThat(reading.text()).contains("345", "Berlin", "otters");
      assertThat(process.stop()).isZero();
    }
  }

  @Test
  void keepsWhatItWasToldWhenStoppedAndStartedAgain() {
    String run;
    try (var process = run(environment())) {
      String url = process.address("Sluice");
      Sse stream =
          Sse.post(url + "/v1/chat/stream", Api.message("What is 6 * 7?", Optional.empty()));
      run = stream.header("x-run-id").orElseThrow();
      assertThat(Reading.of(run, stream.rest()).status()).isEqualTo("completed");
      assertThat(process.stop()).isZero();
    }
    try (var process = run(environment())) {
      String url = process.address("Sluice");
      assertThat(Api.read(url, run).text()).isEqualTo(Api.run(url, run).path("text").asText());
    }
  }

  @Test
  void saysAllThatIsWrongWithTheConfigurationAtOnce() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("broken.yaml"),
            """
            http:
              body_timeout: soon
            runs:
              capacity: 0
              leese: 5s
            """);

    try (var process = start(environment(), "run", "--config", file.toString())) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.errors())
          .contains(file + ":2: http.body_timeout: ")
          .contains(file + ":4: runs.capacity: ")
          .contains(file + ":5: runs.leese: ")
          .doesNotContain("Exception");
      assertThat(process.printed()).isEmpty();
    }
  }

  @Test
  void checksAConfigurationWithoutStarting() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "model:\n  name: none-such\n");
    Path good = Files.writeString(folder.resolve("good.yaml"), "runs: {capacity: 7}\n");
    Files.copy(Path.of("conf/prices.yaml").toAbsolutePath(), folder.resolve("prices.yaml"));

    try (var process = start(environment(), "check", "--config", bad.toString())) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.errors()).contains(bad.toString(), "none-such");
    }
    try (var process = start(environment(), "check", "--print", "--config", good.toString())) {
      assertThat(process.exitCode()).isZero();
      assertThat(process.line("ok: ")).isEqualTo("ok: " + good);
      assertThat(process.printed()).contains("  capacity: 7");
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  @Test
  void saysWhichPortIsTakenAndHowToTakeAnother() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      try (var process = run(with("SLUICE_HTTP_PORT", port))) {
        assertThat(process.exitCode()).isEqualTo(1);
        assertThat(process.errors())
            .contains("sluice cannot start: 127.0.0.1:" + port + " is taken")
            .contains("http.port")
            .doesNotContain("Exception");
      }
      try (var process = run(with("SLUICE_MANAGEMENT_PORT", port))) {
        assertThat(process.exitCode()).isEqualTo(1);
        assertThat(process.errors())
            .contains("127.0.0.1:" + port + " is taken")
            .contains("management.port");
      }
      try (var process = start(environment(), "simulate", "--port", port)) {
        assertThat(process.exitCode()).isEqualTo(1);
        assertThat(process.errors()).contains("127.0.0.1:" + port + " is taken", "--port");
      }
    }
  }

  @Test
  void refusesADataFolderThatAnotherProcessUses() {
    try (var first = run(environment())) {
      first.address("Sluice");

      try (var second = run(environment())) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.errors())
            .contains("in use by process " + first.pid())
            .contains(folder.resolve("data").toString())
            .doesNotContain("Exception");
      }
      assertThat(Api.get(first.address("Sluice") + "/health").path("ok").asBoolean()).isTrue();
    }
  }

  @Test
  void servesTheSimulatedModelAlone() throws Exception {
    Path script =
        Files.writeString(folder.resolve("script.yaml"), "rules: [{reply: [{text: As told.}]}]");
    try (var process =
        start(environment(), "simulate", "--port", "0", "--script", script.toString())) {
      String url = process.address("Simulated");

      var answer = message(url);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(Json.parse(answer.body()).path("content").path(0).path("text").asText())
          .isEqualTo("As told.");
      assertThat(process.stop()).isZero();
    }
  }

  @Test
  void saysWhereAScriptOfTheSimulatorIsWrong() throws IOException {
    Path script = Files.writeString(folder.resolve("script.yaml"), "rules:\n  - reply: 5\n");

    try (var process = start(environment(), "simulate", "--script", script.toString())) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.errors()).contains("2").doesNotContain("\tat ");
    }
  }

  private static HttpResponse<String> message(String url) throws Exception {
    String body =
        """
        {"model": "claude-sonnet-5-5", "max_tokens": 100,
         "messages": [{"role": "user", "content": "Hello"}]}
        """;
    var request =
        HttpRequest.newBuilder(URI.create(url + "/v1/messages"))
            .header("x-api-key", "any")
            .header("anthropic-version", "2023-06-01")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private SluiceProcess run(Map<String, String> environment) {
    return start(environment, "run");
  }

  private SluiceProcess start(Map<String, String> environment, String... arguments) {
    return SluiceProcess.ofJar(folder, environment, arguments);
  }

  private Map<String, String> with(String name, String value) {
    var environment = new HashMap<>(environment());
    environment.put(name, value);
    return environment;
  }

  private Map<String, String> environment() {
    return Map.of(
        "SLUICE_HTTP_PORT", "0",
        "SLUICE_MANAGEMENT_PORT", "0",
        "SLUICE_DATA_DIR", folder.resolve("data").toString());
  }
}
