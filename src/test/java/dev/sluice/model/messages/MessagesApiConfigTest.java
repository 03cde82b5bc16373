package dev.sluice.model.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessagesApiConfigTest {

  @Test
  void theDefaultsAreThoseOfTheDesign() {
    assertThat(MessagesApiConfig.defaults())
        .isEqualTo(
            new MessagesApiConfig(
                URI.create("https://api.anthropic.com"),
                "2023-06-01",
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                64,
                16,
                "sluice/0.1"));
  }

  @Test
  void readsTheTargetOutOfTheUrl() {
    var publicService = MessagesApiConfig.defaults();
    assertThat(publicService.isTls()).isTrue();
    assertThat(publicService.port()).isEqualTo(443);
    assertThat(publicService.uri("/v1/messages")).isEqualTo("/v1/messages");

    var local = Calls.config(URI.create("HTTP://[::1]/a/"));
    assertThat(local.isTls()).isFalse();
    assertThat(local.host()).isEqualTo("::1");
    assertThat(local.port()).isEqualTo(80);
    assertThat(local.uri("/v1/messages")).isEqualTo("/a/v1/messages");
    assertThat(Calls.config(URI.create("https://h:8443")).port()).isEqualTo(8443);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h",
        "/v1",
        "http:///x",
        "https://user:pw@h",
        "https://h?a=b",
        "https://h#x"
      })
  void refusesOtherUrlsWithoutRepeatingThem(String url) {
    assertThatThrownBy(() -> Calls.config(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("baseUrl")
        .hasMessageNotContaining("pw");
  }

  @Test
  void refusesClocksAndSizesThatCannotWork() {
    URI url = URI.create("http://h");
    Duration ok = Duration.ofSeconds(1);
    assertThatThrownBy(() -> Calls.config(url, Duration.ZERO, ok, ok, ok))
        .hasMessageContaining("connect");
    assertThatThrownBy(() -> Calls.config(url, ok, ok.negated(), ok, ok))
        .hasMessageContaining("firstEvent");
    assertThatThrownBy(() -> Calls.narrow(url, ok, -1)).hasMessageContaining("maxWaiting");
  }
}
