package dev.sluice.tool.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;

/**
 * The library's power, never started when its result would not be bounded, and with negative
 * exponents to the same precision as positive ones (the library stops after so many decimals).
 */
record Power(OperatorIfc operator) implements OperatorIfc {

  @Override
  public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
      throws EvaluationException {
    if (!operands[0].isNumberValue() || !operands[1].isNumberValue()) {
      return operator.evaluate(expression, token, operands);
    }
    BigDecimal base = operands[0].getNumberValue();
    BigDecimal exponent = operands[1].getNumberValue();
    if (!Magnitude.isPowerBounded(base, exponent)) {
      throw new EvaluationException(token, Magnitude.EXCEEDED);
    }
    EvaluationValue power =
        operator.evaluate(
            expression, token, operands[0], EvaluationValue.numberValue(exponent.abs()));
    return exponent.signum() < 0 ? inverse(token, power.getNumberValue()) : power;
  }

  private static EvaluationValue inverse(Token token, BigDecimal number)
      throws EvaluationException {
    if (number.signum() == 0) {
      throw new EvaluationException(token, "Division by zero");
    }
    return EvaluationValue.numberValue(BigDecimal.ONE.divide(number, Magnitude.PRECISION));
  }

  @Override
  public int getPrecedence() {
    return operator.getPrecedence();
  }

  @Override
  public int getPrecedence(ExpressionConfiguration configuration) {
    return operator.getPrecedence(configuration);
  }

  @Override
  public boolean isLeftAssociative() {
    return operator.isLeftAssociative();
  }

  @Override
  public boolean isPrefix() {
    return false;
  }

  @Override
  public boolean isPostfix() {
    return false;
  }

  @Override
  public boolean isInfix() {
    return true;
  }

  @Override
  public boolean isOperandLazy() {
    return false;
  }
}
