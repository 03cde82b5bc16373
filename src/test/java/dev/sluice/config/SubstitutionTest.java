package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubstitutionTest {
  record Texts(
      String text,
      int number,
      List<String> list,
      Map<String, String> map,
      Optional<URI> address,
      JsonNode schema) {}

  private static final Texts DEFAULTS =
      new Texts("default", 7, List.of(), Map.of(), Optional.empty(), NullNode.getInstance());

  private final Loading<Texts> loading =
      Loading.of(Texts.class, DEFAULTS)
          .with(
              Map.of(
                  "A", "alpha",
                  "N", "42",
                  "EMPTY", "",
                  "EVIL", "x\nnumber: 666\nlist: [a, b]",
                  "REF", "${A} $${A}",
                  "FLOW", "[a, b]",
                  "ALIAS", "*a",
                  "SECRET", "hunter2"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ${A}                 | alpha
          a ${A}-${N} z        | a alpha-42 z
          ${NONE:fallback}     | fallback
          ${NONE:http://h:1/p} | http://h:1/p
          ${A:fallback}        | alpha
          ${EMPTY:fallback}    | fallback
          $${A}                | ${A}
          $$${A}               | $${A}
          cost $5 {A}          | cost $5 {A}
          "${A}"               | alpha
          """)
  void putsVariablesIntoValues(String written, String expected) {
    assertThat(loading.load("text: " + written).text()).isEqualTo(expected);
  }

  @Test
  void convertsAfterwards() {
    assertThat(loading.load("number: ${N}").number()).isEqualTo(42);
    assertThat(loading.load("number: 1${N}").number()).isEqualTo(142);
    assertThat(loading.load("number: \"${NONE:8}\"").number()).isEqualTo(8);
    assertThat(loading.load("schema:\n  max: ${N}\n  name: '${N}'\n").schema())
        .hasToString("{\"max\":42,\"name\":\"42\"}");
  }

  @Test
  void leavesNoWayToInjectStructure() {
    assertThat(loading.load("text: ${EVIL}").text()).isEqualTo("x\nnumber: 666\nlist: [a, b]");
    assertThat(loading.load("text: ${EVIL}").number()).isEqualTo(7);
    assertThat(loading.load("text: ${FLOW}").text()).isEqualTo("[a, b]");
    assertThat(loading.load("text: ${ALIAS}").text()).isEqualTo("*a");
    assertThat(loading.load("text: ${REF}").text()).isEqualTo("${A} $${A}");
    assertThat(loading.load("list: ['${FLOW}']").list()).containsExactly("[a, b]");
    assertThat(loading.problems("list: ${FLOW}"))
        .containsExactly("test.yaml:1: list: must be a list, is a single value");
    assertThat(loading.load("schema: ${FLOW}").schema()).hasToString("\"[a, b]\"");
  }

  @Test
  void leavesKeysAlone() {
    assertThat(loading.load("map: {\"${A}\": x}").map()).containsExactly(Map.entry("${A}", "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"${NONE}", "${EMPTY}", "a${NONE}b${A}"})
  void namesTheVariableThatIsNotSet(String written) {
    assertThat(loading.problems("list:\n - a\n - " + written))
        .singleElement()
        .asString()
        .matches(
            "test\\.yaml:3: list\\[1]: needs (NONE|EMPTY) from the environment, which is not set;"
                + " set it, or give a default: \\$\\{(NONE|EMPTY):default}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'${A'", "${}", "${9A}", "'${A B}'", "${a-b}"})
  void refusesWhatIsNoVariable(String written) {
    assertThat(loading.problems("text: " + written))
        .containsExactly(
            "test.yaml:1: text: holds a ${ that is no ${NAME} or ${NAME:default};"
                + " write $${ for the characters");
  }

  @Test
  void neverShowsTheValueOfAVariable() {
    assertThat(loading.problems("number: ${SECRET}\naddress: '${SECRET} ${SECRET}'"))
        .containsExactly(
            "test.yaml:1: number: must be a whole number (value of SECRET)",
            "test.yaml:2: address: must be a URI with its scheme, such as https://example.com");
  }

  @Test
  void takesAValueThatIsLeftEmptyAsNotWritten() {
    assertThat(loading.load("address: ${NONE:}").address()).isEmpty();
    assertThat(loading.load("number: ${NONE:}").number()).isEqualTo(7);
    assertThat(loading.load("text: ${NONE:}").text()).isEmpty();
  }
}
