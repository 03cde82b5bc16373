package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.config.ConfigDump;
import dev.sluice.config.ConfigException;
import dev.sluice.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FallbackConfigTest {
  @TempDir Path folder;

  @Test
  void takesAModelOfTheSameAccountByItsNameAlone() {
    var fallback = only("{name: small, model: claude-haiku-5-5}");

    assertThat(fallback.provider()).isEqualTo("primary");
    assertThat(fallback.maker()).isEqualTo("claude-haiku-5-5");
    assertThat(fallback.priceRow()).isEqualTo("claude-haiku-5-5");
    assertThat(fallback.limitGroup()).isEqualTo("haiku-5-5");
  }

  @Test
  void takesAnAddressOrAKeyForAnotherAccount() {
    var elsewhere =
        only("{name: elsewhere, model: claude-sonnet-5-5, base_url: 'https://models.example.com'}");
    var other = only("{name: other, model: claude-sonnet-5-5, api_key: sk-of-the-test}");

    assertThat(elsewhere.provider()).isEqualTo("elsewhere");
    assertThat(elsewhere.maker()).isEqualTo("claude-sonnet-5-5@elsewhere");
    assertThat(other.maker()).isEqualTo("claude-sonnet-5-5@other");
    assertThat(other.apiKey()).map(Secret::reveal).contains("sk-of-the-test");
  }

  @Test
  void takesAKeyFromAFileAndNeverShowsIt() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "sk-from-a-file\n");

    var loaded = load("[{name: other, model: claude-sonnet-5-5, api_key_file: %s}]".formatted(key));

    assertThat(loaded.config().model().fallbacks().getFirst().apiKey())
        .map(Secret::reveal)
        .contains("sk-from-a-file");
    assertThat(ConfigDump.render(loaded.config())).doesNotContain("sk-from-a-file");
  }

  @Test
  void takesThePriceOfAnotherRow() {
    var fallback = only("{name: own, model: our-model, price: claude-haiku-5-5, group: big}");

    assertThat(fallback.priceRow()).isEqualTo("claude-haiku-5-5");
    assertThat(fallback.limitGroup()).isEqualTo("big");
  }

  @Test
  void refusesAFallbackWithoutAPrice() {
    assertThat(report("[{name: own, model: our-model}]"))
        .contains("model.fallbacks[0].price", "our-model");
  }

  @Test
  void refusesNamesThatCannotBeTold() {
    assertThat(report("[{name: primary, model: m}]")).contains("must not be primary");
    assertThat(report("[{name: a, model: m}, {name: a, model: n}]"))
        .contains("must be a name that no other one has");
    assertThat(report("[{name: 'A B', model: m}]")).contains("lower-case letters");
    assertThat(report("[{name: a, model: m, base_url: 'ftp://x'}]")).contains("http or https");
    assertThat(report("[{name: a, model: m, base_url: 'https://me:secret@models.example.com'}]"))
        .contains("must have no credentials")
        .doesNotContain("secret");
  }

  @Test
  void refusesLeasesThatEndBeforeTheirCalls() {
    assertThat(reportOf("limiter: {lease_expiry: 5m}\n"))
        .contains("limiter.lease_expiry: must be longer than model.call_timeout");
  }

  private FallbackSection only(String entry) {
    return load("[" + entry + "]").config().model().fallbacks().getFirst();
  }

  private ConfigFiles.Loaded load(String fallbacks) {
    return loadAll("model: {fallbacks: " + fallbacks + "}\n");
  }

  private String report(String fallbacks) {
    return reportOf("model: {fallbacks: " + fallbacks + "}\n");
  }

  private String reportOf(String yaml) {
    var report = new StringBuilder();
    assertThatThrownBy(() -> loadAll(yaml))
        .asInstanceOf(type(ConfigException.class))
        .satisfies(problem -> report.append(problem.report()));
    return report.toString();
  }

  private ConfigFiles.Loaded loadAll(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("sluice.yaml"), yaml);
      return new ConfigFiles(name -> null, Optional.empty()).load(Optional.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
