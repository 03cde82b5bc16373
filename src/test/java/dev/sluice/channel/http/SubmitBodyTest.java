package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmitBodyTest {
  private final ApiDocument document = ApiDocument.load();
  private final HttpFixture http = new HttpFixture();

  @BeforeAll
  void nothingYet() {
    assertThat(http.runs.submissions).isEmpty();
  }

  @AfterAll
  void acceptsNothingOfAllThis() {
    int accepted = http.runs.submissions.size();
    http.close();
    assertThat(accepted).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"message\":\"\"}|/message|must not be blank",
        "{\"message\":\" \\n\\t \"}|/message|must not be blank",
        "{\"message\":42}|/message|must be a string",
        "{\"message\":[\"hi\"]}|/message|must be a string",
        "{\"message\":\"a\\u0000b\"}|/message|has the control character U+0000 at position 1",
        "{\"message\":\"\\u001b[2J\"}|/message|has the control character U+001B at position 0",
        "{\"message\":\"a\\u007f\"}|/message|has the control character U+007F at position 1",
        "{\"message\":\"a\\ud800b\"}|/message|has half a surrogate pair at position 1",
        "{\"message\":\"\\udc00\"}|/message|has half a surrogate pair at position 0",
        "{\"message\":\"\\ud83d\\ude00\\ud83d\"}|/message|has half a surrogate pair at position 2",
        "{\"message\":\"a\",\"conversation_id\":\"\"}|/conversation_id|conversation id must have 1 to 128 characters, has 0",
        "{\"message\":\"a\",\"conversation_id\":\"a b\"}|/conversation_id|conversation id must be printable ASCII without spaces",
        "{\"message\":\"a\",\"user_id\":{}}|/user_id|must be a string",
        "{\"message\":\"a\",\"agent\":\" \"}|/agent|must have 1 to 200 characters",
        "{\"message\":\"a\",\"class\":\"urgent\"}|/class|must be one of background, interactive",
        "{\"message\":\"a\",\"when_busy\":true}|/when_busy|must be a string",
        "{\"message\":\"a\",\"when_busy\":\"no\"}|/when_busy|must be one of interrupt, refuse, wait",
        "{\"content\":\"hi\"}|/content|must be an array of objects",
        "{\"content\":[]}|/content|must have 1 to 100 elements, has 0",
        "{\"content\":[1]}|/content/0|must be an object",
        "{\"content\":[{}]}|/content/0/type|is missing",
        "{\"content\":[{\"type\":\"tool_result\"}]}|/content/0/type|must be one of document, image, text",
        "{\"content\":[{\"type\":\"text\"}]}|/content/0/text|is missing",
        "{\"content\":[{\"type\":\"text\",\"text\":\"\\u0007\"}]}|/content/0/text|has the control character U+0007 at position 0",
        "{\"content\":[{\"type\":\"image\"}]}|/content/0/source|is missing",
        "{\"content\":[{\"type\":\"image\",\"source\":[]}]}|/content/0/source|must be an object",
        "{\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"file\"}}]}|/content/0/source/type|must be one of base64, url",
        "{\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/tiff\",\"data\":\"aGk=\"}}]}|/content/0/source/media_type|must be one of image/gif, image/jpeg, image/png, image/webp",
        "{\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"%%\"}}]}|/content/0/source/data|must be Base64",
        "{\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"file:///etc/passwd\"}}]}|/content/0/source/url|must be an http or https URL",
        "{\"content\":[{\"type\":\"document\",\"citations\":{},\"source\":{\"type\":\"url\",\"url\":\"http://a/\"}}]}|/content/0/citations/enabled|must be true or false",
      })
  void namesThePlaceAndTheFault(String body, String pointer, String message) throws Exception {
    var reply = RawHttp.post(http.port(), "/v1/runs", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).contains("application/problem+json");
    var problem = reply.json();
    document.check("Problem", problem);
    assertThat(problem.path("type").asText()).isEqualTo("urn:sluice:problem:invalid-request");
    assertThat(problem.path("errors")).hasSize(1);
    assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(problem.at("/errors/0/message").asText()).isEqualTo(message);
    assertThat(problem.path("detail").asText()).isEqualTo(pointer + ": " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"message\":null}",
        "{\"message\":\"a\",\"content\":[{\"type\":\"text\",\"text\":\"b\"}]}"
      })
  void wantsEitherMessageOrContent(String body) throws Exception {
    var problem = RawHttp.post(http.port(), "/v1/runs", body).json();

    assertThat(problem.path("status").asInt()).isEqualTo(400);
    assertThat(problem.path("detail").asText()).contains("message", "content", "send one of them");
  }

  @Test
  void namesEveryMistakeAtOnce() throws Exception {
    var problem =
        RawHttp.post(
                http.port(),
                "/v1/runs",
                """
                {"message":" ","class":7,"a/b~c":1,"Model":"x","model":["x"]}
                """)
            .json();

    document.check("Problem", problem);
    assertThat(problem.path("detail").asText())
        .isEqualTo("5 fields of the body are wrong; see errors");
    var pointers = new ArrayList<String>();
    problem.path("errors").forEach(error -> pointers.add(error.path("pointer").asText()));
    assertThat(pointers)
        .containsExactlyInAnyOrder("/message", "/class", "/model", "/a~1b~0c", "/Model");
    assertThat(problem.at("/errors/3/message").asText())
        .isEqualTo(
            "is unknown; known here are agent, class, content, conversation_id, message, model,"
                + " user_id, when_busy");
  }

  @Test
  void boundsWhatItRepeatsOfManyAndLongNames() throws Exception {
    var body = new StringBuilder("{\"message\":\"a\"");
    for (int i = 0; i < 200; i++) {
      body.append(",\"").append(i).append("x".repeat(1_000)).append("\":1");
    }
    var reply = RawHttp.post(http.port(), "/v1/runs", body + "}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("errors")).hasSize(50);
    assertThat(reply.body().length()).isLessThan(20_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"a\"",
        "{\"message\":\"a\",}",
        "{'message':'a'}",
        "{\"message\":\"a\"} {}",
        "{\"message\":\"a\"}x",
        "{\"message\":\"a\nb\"}",
        "{\"message\":\"\\x41\"}",
        "[\"message\"]",
        "\"message\"",
        "null",
        "   ",
        "{\"message\":\"a\",\"message\":\"b\"}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"a\",\"text\":\"b\"}]}",
        "{\"message\":NaN}",
        "\ufeff{\"message\":\"a\"}",
      })
  void refusesWhatIsNotOneJsonObject(String body) throws Exception {
    var reply = RawHttp.post(http.port(), "/v1/runs", body);

    assertThat(reply.status()).isEqualTo(400);
    document.check("Problem", reply.json());
    assertThat(reply.json().path("type").asText()).isEqualTo("urn:sluice:problem:malformed-json");
  }

  @Test
  void refusesDeepNestingWithoutFallingInto() throws Exception {
    int depth = 200_000;
    String body = "{\"message\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    var reply = RawHttp.post(http.port(), "/v1/runs", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("detail").asText()).contains("nested deeper than 100 levels");
  }

  @Test
  void doesNotRepeatWhatWasSentInTheProblem() throws Exception {
    for (String body :
        List.of(
            "{\"message\": secret-word}",
            "{\"message\":\"secret-word\",\"class\":\"secret-word\"}")) {
      assertThat(RawHttp.post(http.port(), "/v1/runs", body).body()).doesNotContain("secret-word");
    }
  }
}
