package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.wire.ApiError;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateBookTest {
  private final ManualClock clock = new ManualClock();
  private final RateLimits limits = RateLimits.perMinute(10, 20_000, 8_000);
  private final RateBook book = new RateBook(limits, clock);

  @Test
  void spellsTheHeaderFamilyFromTheRealState() {
    book.admit("opus", 4_400);
    book.produced("opus", 1_700);

    assertThat(book.headers("opus"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("anthropic-ratelimit-requests-limit", "10"),
                Map.entry("anthropic-ratelimit-requests-remaining", "9"),
                Map.entry("anthropic-ratelimit-requests-reset", "2026-11-20T10:15:36Z"),
                Map.entry("anthropic-ratelimit-input-tokens-limit", "20000"),
                Map.entry("anthropic-ratelimit-input-tokens-remaining", "16000"),
                Map.entry("anthropic-ratelimit-input-tokens-reset", "2026-11-20T10:15:44Z"),
                Map.entry("anthropic-ratelimit-output-tokens-limit", "8000"),
                Map.entry("anthropic-ratelimit-output-tokens-remaining", "6000"),
                Map.entry("anthropic-ratelimit-output-tokens-reset", "2026-11-20T10:15:43Z"),
                Map.entry("anthropic-ratelimit-tokens-limit", "28000"),
                Map.entry("anthropic-ratelimit-tokens-remaining", "22000"),
                Map.entry("anthropic-ratelimit-tokens-reset", "2026-11-20T10:15:44Z")));
  }

  @Test
  void saysHowLongToWaitWhenABucketIsEmpty() {
    assertThat(book.admit("opus", 18_000)).isEmpty();
    ApiError error = book.admit("opus", 5_000).orElseThrow();

    assertThat(error.status()).isEqualTo(429);
    assertThat(error.message()).contains("20000 input tokens");
    assertThat(error.headers()).containsEntry("retry-after", "9");
    clock.advance(Duration.ofSeconds(9));
    assertThat(book.admit("opus", 5_000)).isEmpty();
  }

  @Test
  void countsARefusedCallAsARequest() {
    for (int i = 0; i < 10; i++) {
      book.admit("opus", 100_000);
    }
    assertThat(book.admit("opus", 1).orElseThrow().message()).contains("10 requests");
  }

  @Test
  void waitsUntilProducedOutputIsPaidBack() {
    book.produced("opus", 8_400);

    ApiError error = book.admit("opus", 1).orElseThrow();
    assertThat(error.message()).contains("output tokens");
    assertThat(error.headers()).containsEntry("retry-after", "4");
  }

  @Test
  void keepsGroupsApartAndHeadersSecret() {
    RateBook secret = new RateBook(limits.withoutHeaders(), clock);
    secret.admit("opus", 20_000);

    assertThat(secret.admit("opus", 1)).isPresent();
    assertThat(secret.admit("haiku", 20_000)).isEmpty();
    assertThat(secret.headers("opus")).isEmpty();
  }
}
