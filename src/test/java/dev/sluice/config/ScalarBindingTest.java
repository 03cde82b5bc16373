package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalarBindingTest {
  enum Role {
    ALL,
    GATEWAY_ONLY
  }

  record Inner(String label, int count) {}

  record Everything(
      String text,
      boolean flag,
      int whole,
      long big,
      double real,
      BigDecimal exact,
      Duration pause,
      DataSize size,
      URI address,
      Path folder,
      Role role,
      Optional<String> perhaps,
      List<Integer> numbers,
      Map<String, Duration> waits,
      Inner inner,
      JsonNode schema) {}

  private static final Everything DEFAULTS =
      new Everything(
          "none",
          false,
          1,
          2,
          0.5,
          new BigDecimal("1.25"),
          Duration.ofSeconds(1),
          DataSize.ofKiB(1),
          URI.create("http://localhost"),
          Path.of("data"),
          Role.ALL,
          Optional.empty(),
          List.of(),
          Map.of(),
          new Inner("inner", 0),
          NullNode.getInstance());

  private final Loading<Everything> loading = Loading.of(Everything.class, DEFAULTS);

  @Test
  void bindsEveryType() throws Exception {
    Everything everything =
        loading.load(
            """
            text: a word
            flag: true
            whole: -12
            big: 5_000_000_000
            real: 0.8
            exact: 3.10
            pause: 250ms
            size: 64KiB
            address: https://api.example.com/v1?x=1
            folder: some/where
            role: gateway_only
            perhaps: yes
            numbers: [1, 2]
            waits:
              first: 30s
              second: 5m
            inner:
              label: "in: side"
              count: 7
            schema:
              type: object
              required: [city]
              maximum: 1.50
              deep: {const: "12", on: true, none: ~, many: 12345678901}
            """);

    assertThat(everything)
        .isEqualTo(
            new Everything(
                "a word",
                true,
                -12,
                5_000_000_000L,
                0.8,
                new BigDecimal("3.10"),
                Duration.ofMillis(250),
                DataSize.ofKiB(64),
                URI.create("https://api.example.com/v1?x=1"),
                Path.of("some/where"),
                Role.GATEWAY_ONLY,
                Optional.of("yes"),
                List.of(1, 2),
                Map.of("first", Duration.ofSeconds(30), "second", Duration.ofMinutes(5)),
                new Inner("in: side", 7),
                everything.schema()));
    assertThat(everything.schema().toString())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"type":"object","required":["city"],"maximum":1.5,
                     "deep":{"const":"12","on":true,"none":null,"many":12345678901}}\
                    """)
                .toString()
                .replace("1.5", "1.50"));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          250ms, PT0.25S
          30s, PT30S
          5m, PT5M
          2h, PT2H
          1d, PT24H
          0s, PT0S
          """)
  void readsDurations(String text, Duration expected) {
    assertThat(loading.load("pause: " + text).pause()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flag: yes            | flag: must be true or false, is "yes"
          flag: True           | flag: must be true or false, is "True"
          whole: twelve        | whole: must be a whole number, is "twelve"
          whole: 1.0           | whole: must be a whole number, is "1.0"
          whole: 010           | whole: must be a whole number, is "010"
          whole: 3000000000    | whole: must be a whole number from -2147483648 to 2147483647, is "3000000000"
          big: 1e3             | big: must be a whole number, is "1e3"
          big: 99999999999999999999 | big: must be a whole number from -9223372036854775808 to 9223372036854775807, is "99999999999999999999"
          real: .nan           | real: must be a number, is ".nan"
          real: 1e999          | real: must be a number, is "1e999"
          exact: 1,5           | exact: must be a number, is "1,5"
          pause: 30             | pause: must be a duration with its unit (ms, s, m, h, d), such as 30s, is "30"
          pause: -5s            | pause: must be a duration with its unit (ms, s, m, h, d), such as 30s, is "-5s"
          pause: 5 s            | pause: must be a duration with its unit (ms, s, m, h, d), such as 30s, is "5 s"
          pause: 9999999999999d | pause: must be at most 36500d, is "9999999999999d"
          size: 64             | size: must be a data size with its unit, such as 64KiB or 1MiB, is "64"
          size: 1MB            | size: must be a data size with its unit, such as 64KiB or 1MiB, is "1MB"
          size: 999999999999GiB | size: must be a smaller data size, is "999999999999GiB"
          address: no scheme   | address: must be a URI with its scheme, such as https://example.com
          address: /relative   | address: must be a URI with its scheme, such as https://example.com
          folder: ""           | folder: must be a path, not blank, is ""
          role: ALL            | role: must be one of all, gateway_only, is "ALL"
          numbers: [1, x]      | numbers[1]: must be a whole number, is "x"
          waits: {a: 1s, b: 2} | waits.b: must be a duration with its unit (ms, s, m, h, d), such as 30s, is "2"
          text: [a]            | text: must be a single value (text), is a list
          whole: {a: 1}        | whole: must be a single value (whole number), is a group of keys
          numbers: 1           | numbers: must be a list, is a single value
          numbers: {a: 1}      | numbers: must be a list, is a group of keys
          waits: [1s]          | waits: must be a group of keys, is a list
          inner: 5             | inner: must be a group of keys, is a single value
          inner: [a]           | inner: must be a group of keys, is a list
          perhaps: [a]         | perhaps: must be a single value (text), is a list
          text:                | text: has no value; write one, or remove the key
          whole: ~             | whole: has no value; write one, or remove the key
          numbers:             | numbers: has no value; write [] for an empty list
          """)
  void saysWhatIsAllowed(String yaml, String problem) {
    assertThat(loading.problems(yaml)).containsExactly("test.yaml:1: " + problem);
  }

  @Test
  void takesTextThatLooksLikeSomethingElseAsItIsWritten() {
    assertThat(loading.load("text: 1.10").text()).isEqualTo("1.10");
    assertThat(loading.load("text: \"null\"").text()).isEqualTo("null");
    assertThat(loading.load("text: ''").text()).isEmpty();
    assertThat(loading.load("whole: \"8080\"").whole()).isEqualTo(8080);
    assertThat(loading.load("text: |\n  two\n  lines\n").text()).isEqualTo("two\nlines\n");
  }

  @Test
  void takesAnOptionalKeyWithoutValueAsNone() {
    Everything full =
        new Everything(
            "t",
            true,
            1,
            2,
            3,
            BigDecimal.ONE,
            Duration.ZERO,
            DataSize.ofKiB(1),
            URI.create("http://h"),
            Path.of("d"),
            Role.ALL,
            Optional.of("set"),
            List.of(),
            Map.of(),
            new Inner("i", 0),
            NullNode.getInstance());

    assertThat(Loading.of(Everything.class, full).load("perhaps: ~").perhaps()).isEmpty();
    assertThat(Loading.of(Everything.class, full).load("").perhaps()).contains("set");
  }

  @Test
  void givesCollectionsThatCannotChange() {
    Everything everything = loading.load("numbers: [1]\nwaits: {a: 1s}");

    assertThat(everything.numbers()).isUnmodifiable();
    assertThat(everything.waits()).isUnmodifiable();
  }

  record Odd(Thread thread) {}

  record Endless(Optional<Endless> next) {}

  @Test
  void refusesRecordsThatCannotBeConfiguration() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loading.of(Odd.class, new Odd(Thread.currentThread())).load(""))
        .withMessage("java.lang.Thread is no type of configuration");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loading.of(Endless.class, new Endless(Optional.empty())).load(""))
        .withMessageContaining("contains itself");
  }
}
