package dev.sluice.model.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ResponseHead;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResponseHeadsTest {

  @Test
  void keepsWhatSpeaksOfLimitsAndRetriesInLowerCase() {
    ResponseHead head =
        ResponseHeads.of(
            429,
            List.of(
                Map.entry("Request-Id", "req_1"),
                Map.entry("Retry-After", "7"),
                Map.entry("retry-after-ms", "7000"),
                Map.entry("X-Should-Retry", "true"),
                Map.entry("X-RateLimit-Remaining-Requests", "0"),
                Map.entry("anthropic-ratelimit-tokens-limit", "10"),
                Map.entry("RateLimit-Reset", "3"),
                Map.entry("Set-Cookie", "secret")));

    assertThat(head.requestId()).contains("req_1");
    assertThat(head.headers())
        .containsOnlyKeys(
            "request-id",
            "retry-after",
            "retry-after-ms",
            "x-should-retry",
            "x-ratelimit-remaining-requests",
            "anthropic-ratelimit-tokens-limit",
            "ratelimit-reset");
  }

  @Test
  void joinsTheLinesOfAListAndTakesTheFirstOfAnythingElse() {
    ResponseHead head =
        ResponseHeads.of(
            200,
            List.of(
                Map.entry("RateLimit", "\"burst\";r=5;t=1"),
                Map.entry("RateLimit", "\"daily\";r=900;t=3600"),
                Map.entry("RateLimit-Limit", "10"),
                Map.entry("RateLimit-Limit", "20")));

    assertThat(head.headers())
        .containsEntry("ratelimit", "\"burst\";r=5;t=1, \"daily\";r=900;t=3600")
        .containsEntry("ratelimit-limit", "10");
  }
}
