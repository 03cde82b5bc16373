package dev.sluice.model.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ModelEvent.ErrorReported;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelException.Api;
import dev.sluice.model.ModelException.ApiError;
import dev.sluice.model.ModelException.Authentication;
import dev.sluice.model.ModelException.BadRequest;
import dev.sluice.model.ModelException.Overloaded;
import dev.sluice.model.ModelException.Permission;
import dev.sluice.model.ModelException.RateLimited;
import dev.sluice.model.ModelException.Server;
import dev.sluice.model.ModelException.TooLarge;
import dev.sluice.model.PartialReply;
import dev.sluice.model.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorDecoderTest {
  private static final CallSettings SETTINGS =
      new CallSettings(
          MessagesApiConfig.defaults(),
          new ApiKey("sk-secret-1"),
          new ManualTimers(),
          InstantSource.fixed(Instant.parse("2026-11-20T10:15:30Z")));

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(400, "invalid_request_error", BadRequest.class),
        Arguments.of(401, "authentication_error", Authentication.class),
        Arguments.of(402, "billing_error", Permission.class),
        Arguments.of(403, "permission_error", Permission.class),
        Arguments.of(404, "not_found_error", BadRequest.class),
        Arguments.of(408, "invalid_request_error", Server.class),
        Arguments.of(409, "conflict_error", BadRequest.class),
        Arguments.of(413, "request_too_large", TooLarge.class),
        Arguments.of(422, "invalid_request_error", BadRequest.class),
        Arguments.of(429, "rate_limit_error", RateLimited.class),
        Arguments.of(499, "invalid_request_error", BadRequest.class),
        Arguments.of(500, "api_error", Server.class),
        Arguments.of(503, "api_error", Server.class),
        Arguments.of(504, "timeout_error", Server.class),
        Arguments.of(529, "overloaded_error", Overloaded.class),
        Arguments.of(302, "unexpected_answer", BadRequest.class),
        Arguments.of(204, "unexpected_answer", Server.class));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void theStatusDecidesTheKindWhateverTheBody(
      int status, String type, Class<? extends ModelException> kind) {
    for (String body : new String[] {"", "<html>Bad</html>", "{\"type\":\"error\",\"err", "[]"}) {
      ModelException error = answer(status, Map.of(), "text/html", body);

      assertThat(error).isExactlyInstanceOf(kind);
      assertThat(said(error).type()).isEqualTo(type);
      assertThat(said(error).head().status()).isEqualTo(status);
      assertThat(error.partial()).isEqualTo(PartialReply.UNANSWERED);
      assertThat(error.getMessage()).doesNotContain("<");
    }
    ModelException spoken =
        answer(
            status,
            Map.of(),
            "application/json",
            "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"No.\"}}");
    assertThat(spoken).isExactlyInstanceOf(kind);
    assertThat(said(spoken).message()).isEqualTo("No.");
  }

  @Test
  void readsAllThatTheProviderSays() {
    ModelException error =
        answer(
            429,
            Map.of("retry-after", "7", "x-should-retry", "false"),
            "application/json",
            """
            {"type":"error","error":{"type":"rate_limit_error","message":"Slow down.",\
            "details":{"error_code":"ramp_limit_exceeded"}},"request_id":"req_1"}""");

    assertThat(said(error))
        .isEqualTo(
            new ApiError(
                new ResponseHead(
                    429,
                    Optional.of("req_1"),
                    Map.of("retry-after", "7", "x-should-retry", "false")),
                "rate_limit_error",
                "Slow down.",
                Optional.of("ramp_limit_exceeded"),
                Optional.of(Duration.ofSeconds(7)),
                Optional.of(false)));
    assertThat(error)
        .hasMessage(
            "the model API answered 429 rate_limit_error (ramp_limit_exceeded): Slow down. [req_1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":\"plain\"} | plain",
        "{\"message\":\"top\"} | top",
        "{\"detail\":\"fast\"} | fast",
        "{\"error\":{\"message\":\"inner\",\"code\":5}} | inner",
        "{\"error\":{\"type\":\"x_error\"}} | no message was given",
        "{\"error\":{\"type\":7,\"message\":[]}} | answered with a body that is not an error",
        "<html>secret page</html> | answered with a body that is not an error"
      })
  void findsTheMessageInOtherShapes(String body, String message) {
    assertThat(said(answer(400, Map.of(), "application/json", body)).message()).startsWith(message);
  }

  @Test
  void anOverloadThatAProxyRenumberedIsStillOne() {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}";

    assertThat(answer(503, Map.of(), "application/json", body)).isInstanceOf(Overloaded.class);
    assertThat(answer(200, Map.of(), "application/json", body)).isInstanceOf(Overloaded.class);
    assertThat(answer(400, Map.of(), "application/json", body)).isInstanceOf(BadRequest.class);
  }

  @Test
  void anAnswerThatIsNoStreamPointsToTheBaseUrl() {
    ModelException error = answer(200, Map.of(), "text/html; charset=utf-8", "<html/>");

    assertThat(error).isExactlyInstanceOf(Server.class);
    assertThat(error).hasMessageContaining("text/html").hasMessageContaining("check the base URL");
  }

  @Test
  void longAndDirtyMessagesAreCutAndCleaned() {
    String dirty = "a\\u0000\\u001b[31mb\\r\\nc\\u202ed " + "x".repeat(2000);
    var error = said(answer(400, Map.of(), "application/json", "{\"message\":\"" + dirty + "\"}"));

    assertThat(error.message()).hasSize(500).startsWith("a [31mb c d xx").endsWith("…");
    assertThat(error.message().chars()).noneMatch(Character::isISOControl);
  }

  @Test
  void aMessageIsNotCutInsideACharacter() {
    String text = CleanText.message("x".repeat(498) + "🚚🚚");

    assertThat(text).isEqualTo("x".repeat(498) + "…");
    assertThat(CleanText.message("x".repeat(498) + "🚚")).endsWith("x🚚");
  }

  @Test
  void theKeyIsTakenOutOfWhatTheOtherSideSays() {
    ModelException error =
        answer(401, Map.of(), "application/json", "{\"message\":\"bad key sk-secret-1!\"}");

    assertThat(error).hasMessageContaining("bad key ***!").hasMessageNotContaining("secret");
    assertThat(SETTINGS.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @MethodSource("eventTypes")
  void anErrorInTheStreamIsTypedByItsName(String type, Class<? extends ModelException> kind) {
    var reported =
        new ErrorReported(type, "m", Optional.of("code"), Optional.of("req_of_the_event"));
    var head = new ResponseHead(200, Optional.of("req_of_the_head"), Map.of());
    var partial = new PartialReply(true, true, List.of(), PartialReply.NOT_SENT.usage(), 9);

    ModelException error = ErrorDecoder.inStream(reported, head, partial);

    assertThat(error).isExactlyInstanceOf(kind);
    assertThat(error.partial()).isEqualTo(partial);
    assertThat(said(error).head().requestId()).contains("req_of_the_head");
    assertThat(said(error).errorCode()).contains("code");
  }

  static Stream<Arguments> eventTypes() {
    return Stream.of(
        Arguments.of("overloaded_error", Overloaded.class),
        Arguments.of("rate_limit_error", RateLimited.class),
        Arguments.of("authentication_error", Authentication.class),
        Arguments.of("permission_error", Permission.class),
        Arguments.of("billing_error", Permission.class),
        Arguments.of("invalid_request_error", BadRequest.class),
        Arguments.of("request_too_large", TooLarge.class),
        Arguments.of("api_error", Server.class),
        Arguments.of("timeout_error", Server.class),
        Arguments.of("something_new", Server.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "a/problem+json"})
  void knowsJson(String type) {
    assertThat(MediaTypes.isJson(type)).isTrue();
    assertThat(MediaTypes.isEventStream(type)).isFalse();
  }

  private static ModelException answer(
      int status, Map<String, String> headers, String contentType, String body) {
    var head = new ResponseHead(status, Optional.empty(), headers);
    return ErrorDecoder.answer(head, contentType, body.getBytes(UTF_8), SETTINGS);
  }

  private static ApiError said(ModelException error) {
    return ((Api) error).error();
  }
}
