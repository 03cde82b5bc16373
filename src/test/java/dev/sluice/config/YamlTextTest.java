package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTextTest {
  record Inner(int a, int b) {}

  record Text(String name, Inner inner, List<String> list, Map<String, String> map) {}

  private final Loading<Text> loading =
      Loading.of(Text.class, new Text("", new Inner(0, 0), List.of(), Map.of()));

  @Test
  void tellsTheLineOfASyntaxErrorWithoutQuotingIt() {
    List<String> problems = loading.problems("name: fine\ninner: {a: 1, key-sk-123: [\nlist: x\n");

    assertThat(problems)
        .containsExactly(
            "test.yaml:4: is not valid YAML: expected ',' or ']', but got <stream end>"
                + " (in what begins on line 2)");
  }

  @Test
  void explainsThatVariablesNeedQuotesInsideBraces() {
    assertThat(loading.problems("inner: {a: ${A}}\n"))
        .containsExactly(
            "test.yaml:1: is not valid YAML: expected ',' or '}', but got {; inside { } and [ ],"
                + " ${NAME} needs quotes: \"${NAME}\"");
  }

  @Test
  void explainsTabs() {
    assertThat(loading.problems("inner:\n\ta: 1\n"))
        .singleElement()
        .asString()
        .startsWith("test.yaml:2: is not valid YAML: ")
        .endsWith("; indent with spaces, not with tabs");
  }

  @Test
  void readsWindowsLineEndsAndAByteOrderMark() {
    Text text = loading.load("\uFEFFname: x\r\ninner:\r\n  a: 1\r\n  b: 2\r\n");

    assertThat(text.name()).isEqualTo("x");
    assertThat(text.inner()).isEqualTo(new Inner(1, 2));
    assertThat(loading.problems("name: x\r\ninner:\r\n  a: z\r\n"))
        .containsExactly("test.yaml:3: inner.a: must be a whole number, is \"z\"");
  }

  @ParameterizedTest
  @CsvSource({"0000, 0", "0007, 7", "D800, 55296"})
  void refusesForbiddenCharactersWithTheirLine(String shown, int codePoint) {
    assertThat(loading.problems("name: x\r\nlist: [a" + (char) codePoint + "]\n"))
        .containsExactly("test.yaml:2: holds the character U+" + shown + ", which YAML forbids");
  }

  @Test
  void refusesTheSameKeyTwice() {
    assertThat(loading.problems("name: a\ninner: {a: 1}\nname: b\nmap:\n  x: 1\n  x: 2\n"))
        .containsExactly(
            "test.yaml:3: name: is given twice, first on line 1",
            "test.yaml:6: map.x: is given twice, first on line 5");
  }

  @Test
  void refusesAnchorsAliasesAndTags() {
    assertThat(loading.problems("name: &n x\nmap:\n  copy: *n\nlist:\n  - !!str y\n  - ! z\n"))
        .containsExactly(
            "test.yaml:1: name: has an anchor (&name), which is not supported; write the value out",
            "test.yaml:3: map.copy: is an alias (*name), which is not supported;"
                + " write the value out",
            "test.yaml:5: list[0]: has a YAML tag (!name), which is not supported; remove it");
  }

  @Test
  void constructsNothingThatATagNames() {
    assertThat(loading.problems("name: !!java.net.URL [http://localhost]"))
        .contains("test.yaml:1: name: has a YAML tag (!name), which is not supported; remove it");
  }

  @Test
  void doesNotExpandAnAliasBomb() {
    StringBuilder bomb = new StringBuilder("map:\n  a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("  a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(loading.problems(bomb.toString()))
        .contains(
            "test.yaml:3: map.a1[0]: is an alias (*name), which is not supported;"
                + " write the value out");
  }

  @Test
  void refusesDeepNestingBeforeItHurts() {
    assertThat(loading.problems("map:\n  x: " + "[".repeat(500_000)))
        .containsExactly("test.yaml:2: is nested deeper than 32 levels");
    assertThat(loading.problems("- ".repeat(200_000)))
        .containsExactly("test.yaml:1: is nested deeper than 32 levels");
  }

  @Test
  void refusesTextThatIsTooLarge() {
    assertThat(loading.problems("#".repeat(1024 * 1024 + 1)))
        .containsExactly("test.yaml: is larger than 1 MiB");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(loading.problems("name: a\n---\nname: b\n"))
        .containsExactly("test.yaml:2: must be one YAML document; remove the second ---");
  }

  @ParameterizedTest
  @CsvSource({"[a], a list", "word, a single value", "'''quoted''', a single value"})
  void refusesATopThatIsNoGroupOfKeys(String yaml, String kind) {
    assertThat(loading.problems(yaml))
        .containsExactly("test.yaml:1: must be a group of keys at the top, is " + kind);
  }

  @Test
  void refusesKeysThatAreNoText() {
    assertThat(loading.problems("name: x\nmap:\n  ? [a, b]\n  : c\n"))
        .containsExactly("test.yaml:3: map: has a key that is not plain text");
  }

  @Test
  void keepsControlCharactersOutOfMessages() {
    assertThat(loading.problems("\"\\e[31mred\\nline\": 1\ninner: {a: \"\\e[2J\\u202Ex\"}\n"))
        .containsExactly(
            "test.yaml:1: [\"?[31mred?line\"]: is no known key;"
                + " known here are name, inner, list, map",
            "test.yaml:2: inner.a: must be a whole number, is \"?[2J?x\"");
  }
}
