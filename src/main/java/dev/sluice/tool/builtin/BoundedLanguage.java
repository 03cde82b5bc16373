package dev.sluice.tool.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.FunctionDictionaryIfc;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.config.OperatorDictionaryIfc;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.Token;
import java.util.List;

/** The operators and functions that the calculator offers, each behind its bounds. */
final class BoundedLanguage {
  private static final List<String> INFIX =
      List.of("+", "-", "*", "/", "%", "=", "==", "!=", "<>", "<", "<=", ">", ">=", "&&", "||");
  private static final List<String> PREFIX = List.of("+", "-", "!");
  private static final List<String> FUNCTIONS =
      List.of(
          "ABS", "AVERAGE", "CEILING", "FLOOR", "IF", "LOG", "LOG10", "MAX", "MIN", "NOT", "SQRT",
          "SUM", "DEG", "RAD", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "ATAN2", "SINR", "COSR",
          "TANR", "ASINR", "ACOSR", "ATANR", "ATAN2R", "SINH", "COSH", "TANH");
  private static final int MAX_FACTORIAL = 400;
  private static final int MAX_PLACES = 100;

  private BoundedLanguage() {}

  static OperatorDictionaryIfc operators() {
    var library = ExpressionConfiguration.defaultConfiguration().getOperatorDictionary();
    var offered = new MapBasedOperatorDictionary();
    for (String name : INFIX) {
      offered.addOperator(name, new BoundedOperator(library.getInfixOperator(name)));
    }
    for (String name : PREFIX) {
      offered.addOperator(name, new BoundedOperator(library.getPrefixOperator(name)));
    }
    offered.addOperator("^", new BoundedOperator(new Power(library.getInfixOperator("^"))));
    return offered;
  }

  static FunctionDictionaryIfc functions() {
    var library = ExpressionConfiguration.defaultConfiguration().getFunctionDictionary();
    var offered = new MapBasedFunctionDictionary();
    for (String name : FUNCTIONS) {
      offered.addFunction(name, new BoundedFunction(library.getFunction(name)));
    }
    offered.addFunction("FACT", new BoundedFunction(library.getFunction("FACT"), MAX_FACTORIAL));
    offered.addFunction("ROUND", new BoundedFunction(library.getFunction("ROUND"), MAX_PLACES));
    return offered;
  }

  static void check(Token token, EvaluationValue... values) throws EvaluationException {
    for (EvaluationValue value : values) {
      if (value.isNumberValue() && !Magnitude.isBounded(value.getNumberValue())) {
        throw new EvaluationException(token, Magnitude.EXCEEDED);
      }
    }
  }
}
