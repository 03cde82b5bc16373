package dev.sluice.tool.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.tool.ToolException;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArithmeticTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2 * 3              | 7",
        "(1 + 2) * 3            | 9",
        "-2 ^ 2                 | -4",
        "(-2) ^ 2               | 4",
        "-2 ^ -2 * 3            | -0.75",
        "2 * -3 ^ 2             | -18",
        "--2 - -3               | 5",
        "1 - -2 ^ 2             | 5",
        "2 ^ 3 ^ 2              | 512",
        "0.1 + 0.2              | 0.3",
        "1 / 3                  | 0.3333333333333333333333333333333333",
        "1 / 3 * 3              | 1",
        "2 ^ 200                | 1606938044258990275541962092341162602522202993782792835301376",
        "2 ^ -2                 | 0.25",
        "10 ^ -150              | 1E-150",
        "4 ^ 0.5                | 2",
        "10 ^ 300               | 1E+300",
        "17 % 5                 | 2",
        "2(3 + 4)               | 14",
        "100 * 1.21             | 121",
        "FACT(20)               | 2432902008176640000",
        "SQRT(2)                | 1.414213562373095048801688724209698",
        "round(2.345, 2)        | 2.34",
        "ROUND(1234, -2)        | 1200",
        "MAX(1, 5, 3)           | 5",
        "SUM(1, 2, 3) / 2       | 3",
        "SIN(90)                | 1",
        "IF(2 > 1, 10, 20)      | 10",
        "3 > 2 && 1 = 1         | true",
        "ROUND(PI, 4)           | 3.1416",
        "-0                     | 0",
        "1000000                | 1000000",
        "0.000001               | 0.000001",
      })
  void calculates(String expression, String result) {
    assertThat(Arithmetic.evaluate(expression)).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9^9^9^9",
        "9^999999999",
        "9^-999999999",
        "0.1^999999999",
        "1.0000001^99999999999999",
        "10^1001",
        "1e999999999",
        "1e999999999 % 7",
        "1e99999999999999999999",
        "1 / 1e999999999",
        "FLOOR(1e999999999)",
        "CEILING(1e-999999999)",
        "7 % 1e-999999999",
        "ROUND(1, 999999999)",
        "ROUND(1, -999999999)",
        "ROUND(1e-999999999, 5)",
        "SQRT(1e999999999)",
        "FACT(401)",
        "FACT(100000000)",
        "FACT(1e300)",
        "FACT(FACT(FACT(9)))",
        "10^900 * 10^900",
        "10^900 * 10^900 > 1",
        "1e999999999 = 1",
        "!1e999999999",
        "SUM(1e999999999, 1)",
        "IF(1e999999999 > 1, 1, 2)",
        "0^-1",
        "1 / 0",
        "5 % 0",
        "SQRT(-1)",
        "(-8) ^ 0.5",
        "LOG(0)",
        "LOG(-1)",
        "RANDOM()",
        "DT_NOW()",
        "STR_MATCHES(1, 2)",
        "\"1e999999999\" + 1",
        "'a' + 'b'",
        "x + 1",
        "1 +",
        "(1",
        "1)",
        "",
        "   ",
        "[1,2]",
        "a.b",
        "__import__(1)",
        "NULL",
        "FACT()",
        "😀",
      })
  void refusesWhatIsHostileOrWrongWithoutDelay(String expression) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> Arithmetic.evaluate(expression))
                .asInstanceOf(InstanceOfAssertFactories.type(ToolException.class))
                .extracting(ToolException::kind)
                .isEqualTo(ToolException.Kind.INPUT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "SQRT(", "1+(", "2^", "FACT("})
  void copesWithDeepNesting(String opening) {
    int depth = 480 / opening.length();
    String closing = opening.endsWith("(") ? ")".repeat(Math.min(depth, 10)) : "";

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            assertThat(Arithmetic.evaluate(opening.repeat(depth) + "1" + closing)).isNotEmpty();
          } catch (ToolException e) {
            assertThat(e.kind()).isEqualTo(ToolException.Kind.INPUT);
          }
        });
  }

  @Test
  void boundsTheLength() {
    String longest = "1+".repeat(249) + "10";

    assertThat(Arithmetic.evaluate(longest)).isEqualTo("259");
    assertThatThrownBy(() -> Arithmetic.evaluate(longest + "+"))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("500");
  }
}
