package dev.sluice.agent;

import dev.sluice.model.ModelException;
import dev.sluice.resilience.RetryPolicy;

/** Why something takes longer, in half a sentence for the person who waits. */
final class Reasons {
  static final String IN_LINE = "many requests are ahead of this one";

  private Reasons() {}

  static String of(ModelException failure) {
    return switch (failure) {
      case ModelException.RateLimited e when RetryPolicy.isSpendLimit(e) ->
          "the account at the model API is out of money";
      case ModelException.RateLimited _ -> "the model is at its rate limit";
      case ModelException.Overloaded _ -> "the model is overloaded";
      case ModelException.Server _ -> "the model API has a problem";
      case ModelException.Authentication _ -> "the model API refused our key";
      case ModelException.Permission _ -> "the model API does not let us do this";
      case ModelException.BadRequest _, ModelException.TooLarge _ ->
          "the model API refused the request";
      case ModelException.Connection _ -> "the model API cannot be reached";
      case ModelException.Timeout _ -> "the model took too long to answer";
      case ModelException.Truncated _ -> "the model's answer broke off";
      case ModelException.CircuitOpen _ -> "the model is unavailable at the moment";
      case ModelException.NoRoom _ -> "too many requests wait for the model";
      case ModelException.Cancelled _ -> "the call was cancelled";
      case ModelException.NoTimeLeft _ -> "no time is left";
    };
  }
}
