package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.DoneStatus;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Usage;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunOutcome;
import dev.sluice.run.RunOutcome.RunFailure;
import dev.sluice.run.Submission;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunApiTest {
  private final ApiDocument document = ApiDocument.load();
  private HttpFixture http;

  @BeforeEach
  void start() {
    http = new HttpFixture();
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void acceptsAMessage() throws Exception {
    var reply = RawHttp.post(http.port(), "/v1/runs", "{\"message\":\"hello\"}");

    assertThat(reply.status()).isEqualTo(202);
    var json = reply.json();
    document.check("Submitted", json);
    String run = json.path("run_id").asText();
    assertThat(json.path("status").asText()).isEqualTo("queued");
    assertThat(json.path("events_url").asText()).isEqualTo("/v1/runs/" + run + "/events");
    assertThat(reply.header("Location")).contains("/v1/runs/" + run);
    assertThat(reply.header("X-Run-Id")).contains(run);
    assertThat(reply.header("Cache-Control")).contains("no-store");
    assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(reply.header("Content-Type")).contains("application/json");
    assertThat(http.meters.accepted).hasValue(1);
  }

  @Test
  void handsOnEverythingThatWasAsked() throws Exception {
    RawHttp.post(
        http.port(),
        "/v1/runs",
        """
        {"message":"hello\\n\\tthere \\ud83d\\ude00","conversation_id":"conv_1","user_id":"ann","agent":"coder",
         "class":"background","model":"model-b","when_busy":"interrupt"}
        """,
        "Idempotency-Key: key 1");

    Submission asked = http.runs.submissions.remove();
    assertThat(asked.user()).isEqualTo(new UserId("ann"));
    assertThat(asked.channel()).isEqualTo("http");
    assertThat(asked.agent()).contains("coder");
    assertThat(asked.conversation().orElseThrow().value()).isEqualTo("conv_1");
    assertThat(asked.input().text()).isEqualTo("hello\n\tthere \ud83d\ude00");
    assertThat(asked.runClass()).isEqualTo(RunClass.BACKGROUND);
    assertThat(asked.model()).contains("model-b");
    assertThat(asked.attended()).isFalse();
    assertThat(asked.whenBusy()).isEqualTo(WhenBusy.INTERRUPT);
    assertThat(asked.idempotency().orElseThrow().key()).isEqualTo("key 1");
    assertThat(asked.idempotency().orElseThrow().digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void takesTheDefaultsForWhatIsAbsentOrNull() throws Exception {
    RawHttp.post(http.port(), "/v1/runs", "{\"message\":\"hello\",\"agent\":null,\"class\":null}");

    Submission asked = http.runs.submissions.remove();
    assertThat(asked.user()).isEqualTo(HttpFixture.LOCAL);
    assertThat(asked.agent()).isEmpty();
    assertThat(asked.conversation()).isEmpty();
    assertThat(asked.model()).isEmpty();
    assertThat(asked.runClass()).isEqualTo(RunClass.INTERACTIVE);
    assertThat(asked.whenBusy()).isEqualTo(WhenBusy.WAIT);
    assertThat(asked.idempotency()).isEmpty();
  }

  @Test
  void handsOnBlocksOfEveryKind() throws Exception {
    var reply =
        RawHttp.post(
            http.port(),
            "/v1/runs",
            """
            {"content":[
              {"type":"text","text":"see"},
              {"type":"image","source":{"type":"base64","media_type":"image/png","data":"aGk="}},
              {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},
              {"type":"document","title":"t","context":"c","citations":{"enabled":true},
               "source":{"type":"base64","media_type":"application/pdf","data":"aGk="}},
              {"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"}},
              {"type":"document","source":{"type":"url","url":"http://example.com/b.pdf"}}]}
            """);

    assertThat(reply.status()).isEqualTo(202);
    Submission asked = http.runs.submissions.remove();
    assertThat(asked.input().blocks()).hasSize(6);
    assertThat(asked.input().blocks().get(1).json())
        .isEqualTo(
            "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\","
                + "\"data\":\"aGk=\"}}");
  }

  @Test
  void givesTheSameRunForTheSameKeyAndMeaning() throws Exception {
    String key = "Idempotency-Key: k-1";
    var first =
        RawHttp.post(
            http.port(), "/v1/runs", "{\"message\":\"hello\",\"class\":\"background\"}", key);
    var again =
        RawHttp.post(
            http.port(), "/v1/runs", "{ \"class\": \"background\", \"message\": \"hello\" }", key);

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotent-Replayed")).contains("true");
    assertThat(again.json().path("run_id")).isEqualTo(first.json().path("run_id"));
  }

  @Test
  void refusesAKeyThatWasUsedWithAnotherBody() throws Exception {
    String key = "Idempotency-Key: k-1";
    RawHttp.post(http.port(), "/v1/runs", "{\"message\":\"hello\"}", key);
    var reply = RawHttp.post(http.port(), "/v1/runs", "{\"message\":\"other\"}", key);

    assertThat(reply.status()).isEqualTo(422);
    document.check("Problem", reply.json());
    assertThat(reply.json().path("type").asText())
        .isEqualTo("urn:sluice:problem:idempotency-key-reused");
    assertThat(http.meters.refused).hasValue(1);
  }

  @Test
  void givesLinksThatWorkForTheUserSpokenFor() throws Exception {
    var submitted =
        RawHttp.post(http.port(), "/v1/runs", "{\"message\":\"hi\",\"user_id\":\"a&b\"}");
    String location = submitted.header("Location").orElseThrow();

    assertThat(location).endsWith("?user_id=a%26b");
    assertThat(submitted.json().path("events_url").asText()).endsWith("/events?user_id=a%26b");
    assertThat(RawHttp.exchange(http.port(), "GET", location).status()).isEqualTo(200);
  }

  @Test
  void showsAWaitingRunWithoutWhatIsNotKnownYet() throws Exception {
    RunId run = http.submit();
    var reply = RawHttp.exchange(http.port(), "GET", "/v1/runs/" + run);

    assertThat(reply.status()).isEqualTo(200);
    document.check("Run", reply.json());
    assertThat(reply.json().path("created_at").asText()).isEqualTo("2026-11-20T10:00:00.123Z");
    assertThat(reply.json().path("attempts").asInt()).isZero();
    assertThat(reply.json().has("text")).isFalse();
    assertThat(reply.json().has("cost_usd")).isFalse();
  }

  @Test
  void showsHowARunEnded() throws Exception {
    RunId run = http.submit();
    var failure = new RunFailure("overloaded", "the model is overloaded", true);
    http.runs.end(
        run,
        new RunOutcome(
            DoneStatus.FAILED,
            Optional.of("gave up"),
            Optional.of(failure),
            "half an ans",
            2,
            new Usage(10, 20, 1, 30, 40, 5, 1),
            12_300,
            Duration.ofMillis(1500)));
    var json = RawHttp.exchange(http.port(), "GET", "/v1/runs/" + run).json();

    document.check("Run", json);
    assertThat(json.path("status").asText()).isEqualTo("failed");
    assertThat(json.path("error").path("type").asText()).isEqualTo("overloaded");
    assertThat(json.path("text").asText()).isEqualTo("half an ans");
    assertThat(json.path("usage").path("cache_creation_input_tokens").asInt()).isEqualTo(21);
    assertThat(json.path("cost_usd").decimalValue()).isEqualByComparingTo("0.0123");
    assertThat(json.path("duration_ms").asInt()).isEqualTo(1500);
    assertThat(json.path("reason").asText()).isEqualTo("gave up");
    assertThat(json.path("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void listsTheLatestRunsOfTheUserFirst() throws Exception {
    http.submit();
    RunId second = http.submit();
    RunId third = http.submit();
    RawHttp.post(http.port(), "/v1/runs", "{\"message\":\"hi\",\"user_id\":\"ann\"}");
    var json = RawHttp.exchange(http.port(), "GET", "/v1/runs?limit=2").json();

    document.check("Runs", json);
    assertThat(json.path("runs").findValuesAsText("run_id"))
        .containsExactly(third.value(), second.value());
  }

  @Test
  void cancelsARun() throws Exception {
    RunId run = http.submit();
    var reply = RawHttp.exchange(http.port(), "POST", "/v1/runs/" + run + "/cancel");

    assertThat(reply.status()).isEqualTo(200);
    document.check("Run", reply.json());
    assertThat(reply.json().path("cancel_requested").asText()).isEqualTo("the caller cancelled it");
  }

  @Test
  void doesNotTellAForeignRunFromOneThatNeverWas() throws Exception {
    RunId run = http.submit();
    for (String target : new String[] {"", "/events", "/cancel"}) {
      String method = target.equals("/cancel") ? "POST" : "GET";
      var foreign =
          RawHttp.exchange(http.port(), method, "/v1/runs/" + run + target + "?user_id=eve");
      var unknown =
          RawHttp.exchange(http.port(), method, "/v1/runs/run_none" + target + "?user_id=eve");

      assertThat(foreign.status()).isEqualTo(404);
      document.check("Problem", foreign.json());
      assertThat(foreign.body().replace(run.value(), "run_none")).isEqualTo(unknown.body());
    }
  }
}
