package dev.sluice.tool.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.FunctionParameterDefinition;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.util.List;

/**
 * A function of the library that takes and gives numbers of bounded size only.
 *
 * @param maxLast how far from zero the last argument may be: it says how much work there is to do
 */
record BoundedFunction(FunctionIfc function, int maxLast) implements FunctionIfc {

  BoundedFunction(FunctionIfc function) {
    this(function, Integer.MAX_VALUE);
  }

  @Override
  public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... arguments)
      throws EvaluationException {
    BoundedLanguage.check(token, arguments);
    checkLast(token, arguments);
    EvaluationValue result = function.evaluate(expression, token, arguments);
    BoundedLanguage.check(token, result);
    return result;
  }

  private void checkLast(Token token, EvaluationValue... arguments) throws EvaluationException {
    if (maxLast == Integer.MAX_VALUE || arguments.length == 0) {
      return;
    }
    EvaluationValue last = arguments[arguments.length - 1];
    if (last.isNumberValue()
        && last.getNumberValue().abs().compareTo(BigDecimal.valueOf(maxLast)) > 0) {
      throw new EvaluationException(
          token, "the last argument of " + token.getValue() + " may be at most " + maxLast);
    }
  }

  @Override
  public List<FunctionParameterDefinition> getFunctionParameterDefinitions() {
    return function.getFunctionParameterDefinitions();
  }

  @Override
  public void validatePreEvaluation(Token token, EvaluationValue... arguments)
      throws EvaluationException {
    function.validatePreEvaluation(token, arguments);
  }

  @Override
  public boolean hasVarArgs() {
    return function.hasVarArgs();
  }

  @Override
  public boolean isParameterLazy(int index) {
    return function.isParameterLazy(index);
  }

  @Override
  public int getCountOfNonVarArgParameters() {
    return function.getCountOfNonVarArgParameters();
  }
}
