package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.ContentTooLargeException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.OverloadedException;
import com.anthropic.errors.PermissionDeniedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdkErrorsTest {

  @ParameterizedTest
  @CsvSource({"400", "401", "403", "404", "413", "429", "500", "529"})
  void givesTheTypedExceptionOfItsStatus(int status) {
    try (RunningSimulator running =
        RunningSimulator.playing(
            "- fail: {status: %d, headers: {x-should-retry: 'false'}}".formatted(status))) {
      assertThatThrownBy(() -> call(running)).isInstanceOf(typeOf(status));
      assertThat(running.simulator().modelCalls()).hasSize(1);
    }
  }

  @Test
  void isRetriedAfterRateLimitAndOverload() {
    String script =
        """
        - {when: {times: 1}, fail: {status: 429, retry_after: 1}}
        - {when: {times: 1}, fail: {status: 529, headers: {retry-after-ms: '5'}}}
        - reply: [{text: finally}]
        """;
    try (RunningSimulator running = RunningSimulator.playing(script)) {
      call(running);

      List<RecordedRequest> calls = running.simulator().modelCalls();
      assertThat(calls).extracting(RecordedRequest::status).containsExactly(429, 529, 200);
      assertThat(calls.get(2).headers()).containsEntry("x-stainless-retry-count", "2");
      assertThat(running.simulator().bill().attempts()).isEqualTo(1);
    }
  }

  @Test
  void isRefusedByTheRealRateLimit() {
    SimulatorOptions one = RunningSimulator.quick().withLimits(RateLimits.perMinute(1, 1000, 1000));
    try (RunningSimulator running = new RunningSimulator(one)) {
      call(running);
      RateLimitException limited =
          catchThrowableOfType(RateLimitException.class, () -> callOnce(running));

      assertThat(limited.headers().values("retry-after")).containsExactly("60");
      assertThat(limited.headers().values("anthropic-ratelimit-requests-remaining"))
          .containsExactly("0");
    }
  }

  @Test
  void failsInTheMiddleOfAStream() {
    String script = "- reply: [{text: 'Let me'}, {error: {type: overloaded_error}}]";
    try (RunningSimulator running = RunningSimulator.playing(script);
        StreamResponse<RawMessageStreamEvent> events =
            running.sdk().messages().createStreaming(params())) {

      assertThatThrownBy(() -> events.stream().forEach(_ -> {})).isInstanceOf(SseException.class);
      assertThat(running.simulator().modelCalls().getFirst().outcome()).isEqualTo(Outcome.FAILED);
    }
  }

  @Test
  void tellsTheErrorCodeOfASpendLimitWithoutRetryAfter() {
    String script =
        "- fail: {status: 429, error_code: enforced_spend_limit_reached, headers:"
            + " {x-should-retry: 'false'}}";
    try (RunningSimulator running = RunningSimulator.playing(script)) {
      AnthropicServiceException error =
          catchThrowableOfType(AnthropicServiceException.class, () -> call(running));

      assertThat(error.body().toString()).contains("enforced_spend_limit_reached");
      assertThat(error.headers().values("retry-after")).isEmpty();
    }
  }

  private static void call(RunningSimulator running) {
    running.sdk().messages().create(params());
  }

  private static void callOnce(RunningSimulator running) {
    running.sdk().withOptions(options -> options.maxRetries(0)).messages().create(params());
  }

  private static MessageCreateParams params() {
    return MessageCreateParams.builder()
        .model("claude-opus-5-5")
        .maxTokens(100)
        .addUserMessage("Hello")
        .build();
  }

  private static Class<? extends Exception> typeOf(int status) {
    return switch (status) {
      case 400 -> BadRequestException.class;
      case 401 -> UnauthorizedException.class;
      case 403 -> PermissionDeniedException.class;
      case 404 -> NotFoundException.class;
      case 413 -> ContentTooLargeException.class;
      case 429 -> RateLimitException.class;
      case 529 -> OverloadedException.class;
      default -> InternalServerException.class;
    };
  }
}
