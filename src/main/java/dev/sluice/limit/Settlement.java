package dev.sluice.limit;

import dev.sluice.message.Usage;
import dev.sluice.model.ResponseHead;
import java.time.Duration;
import java.util.Optional;

/** How a call ended, as the budgets see it. */
public sealed interface Settlement {

  /** The provider told what it used. */
  record Used(Usage usage) implements Settlement {}

  /** It went out, and what it used is not known: the estimate stands. */
  record Unknown() implements Settlement {}

  /** The provider never got it, so it used nothing. */
  record NotSent() implements Settlement {}

  /** Refused by the provider before it began: a request was used, no tokens. */
  record Refused() implements Settlement {}

  /**
   * Refused with 429: the budget is closed until then.
   *
   * @param head its headers say which limit it was
   */
  record RateLimited(ResponseHead head, Optional<Duration> retryAfter) implements Settlement {}
}
