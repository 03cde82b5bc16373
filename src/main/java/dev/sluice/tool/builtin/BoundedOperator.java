package dev.sluice.tool.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.Token;

/** An operator of the library that takes and gives numbers of bounded size only. */
record BoundedOperator(OperatorIfc operator) implements OperatorIfc {

  @Override
  public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
      throws EvaluationException {
    BoundedLanguage.check(token, operands);
    EvaluationValue result = operator.evaluate(expression, token, operands);
    BoundedLanguage.check(token, result);
    return result;
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
    // With signs and powers of one precedence, and neither left-associative, the innermost binds
    // first, as in mathematics: -2^2 is -4 and 2^-2 is a quarter.
    return operator.isLeftAssociative() && !operator.isPrefix();
  }

  @Override
  public boolean isPrefix() {
    return operator.isPrefix();
  }

  @Override
  public boolean isPostfix() {
    return operator.isPostfix();
  }

  @Override
  public boolean isInfix() {
    return operator.isInfix();
  }

  @Override
  public boolean isOperandLazy() {
    return operator.isOperandLazy();
  }
}
