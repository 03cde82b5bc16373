package dev.sluice.tool.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.ParseException;
import dev.sluice.tool.ToolException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/**
 * The calculator's language: the expression library with a closed list of operators and functions,
 * each of which works only on numbers of bounded size. Every expression ends in milliseconds: there
 * are no loops, at most {@value #MAX_LENGTH} characters, and no step can be made expensive.
 */
final class Arithmetic {
  static final int MAX_LENGTH = 500;

  private static final MathContext SHOWN = MathContext.DECIMAL128;
  private static final ExpressionConfiguration LANGUAGE =
      ExpressionConfiguration.builder()
          .operatorDictionary(BoundedLanguage.operators())
          .functionDictionary(BoundedLanguage.functions())
          .mathContext(Magnitude.PRECISION)
          .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_UNARY)
          .defaultConstants(constants())
          .arraysAllowed(false)
          .structuresAllowed(false)
          .binaryAllowed(false)
          .build();

  private Arithmetic() {}

  /** The value in plain decimal notation, or {@code true} or {@code false}. */
  static String evaluate(String expression) {
    if (expression.length() > MAX_LENGTH) {
      throw ToolException.input("an expression may have at most " + MAX_LENGTH + " characters");
    }
    // Text that looks like a number would pass by the bounds on numbers.
    if (expression.indexOf('"') >= 0 || expression.indexOf('\'') >= 0) {
      throw ToolException.input("an expression may not contain text in quotes");
    }
    return show(value(expression));
  }

  private static EvaluationValue value(String expression) {
    try {
      return new Expression(expression, LANGUAGE).evaluate();
    } catch (ParseException | EvaluationException e) {
      throw ToolException.input("cannot evaluate this expression: " + e.getMessage());
    } catch (RuntimeException e) {
      // What the library lets through: roots of negative numbers, logarithms of zero, overflows.
      throw ToolException.input("this expression has no finite real value");
    }
  }

  private static String show(EvaluationValue value) {
    if (value.isBooleanValue()) {
      return value.getBooleanValue().toString();
    }
    if (!value.isNumberValue()) {
      throw ToolException.input("this expression is not a number");
    }
    if (!Magnitude.isBounded(value.getNumberValue())) {
      throw ToolException.input(Magnitude.EXCEEDED);
    }
    return show(value.getNumberValue());
  }

  private static String show(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    int digitsBeforePoint = stripped.precision() - stripped.scale();
    if (stripped.scale() <= 0 && digitsBeforePoint <= Magnitude.PRECISION.getPrecision()) {
      return stripped.toPlainString();
    }
    BigDecimal rounded = number.round(SHOWN).stripTrailingZeros();
    return Math.abs(digitsBeforePoint) <= SHOWN.getPrecision()
        ? rounded.toPlainString()
        : rounded.toString();
  }

  private static Map<String, EvaluationValue> constants() {
    var all = ExpressionConfiguration.StandardConstants;
    return Map.of(
        "PI",
        all.get("PI"),
        "E",
        all.get("E"),
        "TRUE",
        EvaluationValue.TRUE,
        "FALSE",
        EvaluationValue.FALSE);
  }
}
