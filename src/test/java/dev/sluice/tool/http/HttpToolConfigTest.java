package dev.sluice.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.Json;
import dev.sluice.tool.ToolSpec;
import dev.sluice.tool.ToolSpec.Importance;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpToolConfigTest {
  private static final String SECRET = "s3cr3t-t0ken";

  private static HttpToolConfig config(String url, Duration timeout, Map<String, String> headers) {
    return new HttpToolConfig(
        "weather",
        "The weather.",
        Json.parse("{\"type\":\"object\"}"),
        URI.create(url),
        timeout,
        true,
        Importance.CRITICAL,
        headers);
  }

  @Test
  void describesTheToolToTheModel() {
    assertThat(config("https://a.test/w", Duration.ofSeconds(3), Map.of()).spec())
        .isEqualTo(
            new ToolSpec(
                "weather",
                "The weather.",
                "{\"type\":\"object\"}",
                true,
                Importance.CRITICAL,
                Duration.ofSeconds(3)));
  }

  @Test
  void showsNeitherHeaderValuesNorTheQuery() {
    var config =
        config(
            "https://a.test:8443/w?key=" + SECRET, Duration.ofSeconds(3), Map.of("X-Key", SECRET));

    assertThat(config.toString()).contains("https://a.test:8443/w", "X-Key").doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://a.test/, http or https",
    "/relative, http or https",
    "http:///path, host",
    "http://ann:pw@a.test/, credentials",
    "http://a.test:70000/, port",
  })
  void refusesAUrlThatCannotBePostedTo(String url, String words) {
    assertThatThrownBy(() -> config(url, Duration.ofSeconds(3), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tool weather: ")
        .hasMessageContaining(words);
  }

  @Test
  void refusesATimeoutOfNothing() {
    assertThatThrownBy(() -> config("http://a.test/", Duration.ZERO, Map.of()))
        .hasMessageContaining("timeout");
  }

  @ParameterizedTest
  @CsvSource({"a b, forbidden", "Idempotency-Key, set by Sluice", "HOST, set by Sluice"})
  void refusesAHeaderThatItCannotSend(String name, String words) {
    assertThatThrownBy(() -> config("http://a.test/", Duration.ofSeconds(3), Map.of(name, "value")))
        .hasMessageContaining(words);
  }

  @Test
  void refusesAHeaderValueWithALineBreakWithoutShowingIt() {
    assertThatThrownBy(
            () ->
                config(
                    "http://a.test/", Duration.ofSeconds(3), Map.of("X-Key", SECRET + "\r\nA: b")))
        .hasMessageContaining("X-Key")
        .hasMessageNotContaining(SECRET);
  }
}
