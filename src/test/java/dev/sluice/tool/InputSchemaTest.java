package dev.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.Json;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class InputSchemaTest {
  private final InputSchema weather = InputSchema.compile(FakeTool.SCHEMA);

  private List<String> violations(String input) {
    return weather.violations(Json.parseObject(input));
  }

  @Test
  void findsNothingWrongWithValidInput() {
    assertThat(violations("{\"city\":\"Ghent\",\"days\":3}")).isEmpty();
  }

  @Test
  void namesThePlaceOfEveryViolation() {
    assertThat(violations("{\"days\":\"three\",\"town\":1}"))
        .hasSize(3)
        .anySatisfy(it -> assertThat(it).contains("city").contains("required"))
        .anySatisfy(it -> assertThat(it).startsWith("/days: ").contains("integer"))
        .anySatisfy(it -> assertThat(it).contains("town"));
  }

  @Test
  void namesAtMostTenViolationsAndCountsTheRest() {
    var input = Json.object().put("city", "Ghent");
    for (int i = 0; i < 15; i++) {
      input.put("x" + i, i);
    }

    assertThat(weather.violations(input)).hasSize(10).last().isEqualTo("and 6 more");
  }

  @Test
  void followsReferencesWithinTheSchema() {
    var schema =
        InputSchema.compile(
            """
            {"type":"object","properties":{"a":{"$ref":"#/$defs/even"}},
             "$defs":{"even":{"type":"integer","multipleOf":2}}}
            """);

    assertThat(schema.violations(Json.parseObject("{\"a\":4}"))).isEmpty();
    assertThat(schema.violations(Json.parseObject("{\"a\":5}"))).hasSize(1);
  }

  @Test
  void allowsAPropertyThatIsNamedLikeAKeyword() {
    var schema =
        InputSchema.compile("{\"type\":\"object\",\"properties\":{\"$ref\":{\"type\":\"null\"}}}");

    assertThat(schema.violations(Json.parseObject("{\"$ref\":1}"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":                            | not a JSON object",
        "[]                                    | not a JSON object",
        "{}                                    | must describe an object",
        "{\"type\":\"string\"}                 | must describe an object",
        "{\"type\":\"objekt\"}                 | not a JSON Schema: /type",
        "{\"type\":\"object\",\"required\":1}  | not a JSON Schema: /required",
        "{\"type\":\"object\",\"$ref\":\"#/$defs/none\"} | cannot be compiled",
        "{\"type\":\"object\",\"patternProperties\":{\"(\":{}}} | cannot be compiled",
        "{\"type\":\"object\",\"$schema\":\"http://json-schema.org/draft-07/schema#\"} | $schema",
        "{\"type\":\"object\",\"$ref\":\"file:///etc/passwd\"} | refers to",
        "{\"type\":\"object\",\"$id\":\"http://a/\",\"$ref\":\"b.json\"} | refers to",
      })
  void refusesASchemaThatCannotWork(String schema, String words) {
    assertThatThrownBy(() -> InputSchema.compile(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void refusesInputThatOverwhelmsAPattern() {
    var schema =
        InputSchema.compile(
            """
            {"type":"object","properties":{"a":{"type":"string","pattern":"^(a|b)*$"}}}
            """);

    var input = Json.object().put("a", "ab".repeat(1_000_000));
    assertThat(schema.violations(input)).containsExactly("(top level): cannot be checked");
  }

  @Test
  void neverFetchesASchema(Vertx vertx) {
    var requests = new AtomicInteger();
    var server =
        OnContext.await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      requests.incrementAndGet();
                      request.response().end("{}");
                    })
                .listen(0, "127.0.0.1"));
    String remote = "\"http://127.0.0.1:" + server.actualPort() + "/s.json\"";

    for (String keyword : List.of("$ref", "$dynamicRef", "$schema")) {
      assertThatThrownBy(
              () -> InputSchema.compile("{\"type\":\"object\",\"" + keyword + "\":" + remote + "}"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    // An embedded resource that names a dialect of its own.
    var embedded = "{\"$id\":" + remote + ",\"$schema\":" + remote + ",\"type\":\"null\"}";
    assertThatThrownBy(
            () ->
                InputSchema.compile(
                    "{\"type\":\"object\",\"properties\":{\"a\":" + embedded + "}}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(requests).hasValue(0);
  }
}
