package dev.sluice.tool.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.tool.ToolException;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchTargetTest {
  private static final Set<Integer> PORTS = FetchUrlConfig.DEFAULT.ports();

  @ParameterizedTest
  @CsvSource({
    "http://Example.ORG, http://example.org/",
    "HTTPS://example.org:443/a%20b?c=d&e#f, https://example.org/a%20b?c=d&e",
    "http://example.org:8080/, http://example.org:8080/",
    "https://example.org?q, https://example.org/?q",
    "http://8.8.8.8/, http://8.8.8.8/",
    "http://[2606:4700::1]/, http://[2606:4700::1]/",
    "http://example.org./, http://example.org./",
    "http://xn--bcher-kva.example/, http://xn--bcher-kva.example/",
    "http://1and1.example/, http://1and1.example/",
    "' http://example.org/ ', http://example.org/",
  })
  void readsAUrlInOneWay(String url, String meaning) {
    assertThat(FetchTarget.parse(url, PORTS)).hasToString(meaning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "jar:http://example.org!/",
        "http:example.org",
        "http://",
        "http:///path",
        "http://ann@example.org/",
        "http://ann:pw@example.org/",
        "http://@example.org/",
        "http://example.org:22/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://example.org:-80/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.1./",
        "http://127.0.0.01/",
        "http://127.0.0.256/",
        "http://1.2.3.4.5/",
        "http://a.0x7f/",
        "http://a.1/",
        "http://127%2e0.0.1/",
        "http://１２７.0.0.1/",
        "http://bücher.example/",
        "http://exa mple.org/",
        "http://example.org\\@evil.example/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1/",
        "http://[v1.a]/",
        "http://example.org/\r\nHost: evil",
        "http://example.org/<script>",
      })
  void refusesWhatCouldBeReadInAnotherWay(String url) {
    assertThatThrownBy(() -> FetchTarget.parse(url, PORTS).literal())
        .isInstanceOfSatisfying(
            ToolException.class, e -> assertThat(e.kind()).isEqualTo(ToolException.Kind.INPUT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://0.0.0.0/"
      })
  void knowsALiteralAddress(String url) {
    InetAddress address = FetchTarget.parse(url, PORTS).literal().orElseThrow();

    assertThat(AddressPolicy.PUBLIC.allows(address)).isFalse();
  }

  @Test
  void takesANameForNoAddress() {
    assertThat(FetchTarget.parse("http://localhost/", PORTS).literal()).isEmpty();
    assertThat(FetchTarget.parse("http://1a.example/", PORTS).literal()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/b?c, https://example.org/b?c",
    "b, https://example.org/a/b",
    "//other.example/b, https://other.example/b",
    "http://other.example, http://other.example/",
    "?q, https://example.org/a/?q",
  })
  void followsARedirectFromWhereItIs(String location, String meaning) {
    var from = FetchTarget.parse("https://example.org/a/", PORTS);

    assertThat(from.redirect(location, PORTS)).hasToString(meaning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "http://example.org:22/", "//ann@b.example/", ":"})
  void refusesARedirectThatCouldNotBeFetched(String location) {
    var from = FetchTarget.parse("https://example.org/a/", PORTS);

    assertThatThrownBy(() -> from.redirect(location, PORTS)).isInstanceOf(ToolException.class);
  }
}
