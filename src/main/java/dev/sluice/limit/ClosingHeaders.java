package dev.sluice.limit;

import dev.sluice.model.ResponseHead;
import dev.sluice.model.RetryAdvice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Until when an answer closes everything. A 429 does by its {@code retry-after}; with subscription
 * traffic, whose headers hold no limits, so does the status "rejected".
 */
final class ClosingHeaders {
  private static final String UNIFIED = "anthropic-ratelimit-unified-";
  private static final int TOO_MANY_REQUESTS = 429;

  private final ResponseHead head;
  private final Instant now;
  private final Duration longest;
  private @Nullable Instant until;

  ClosingHeaders(ResponseHead head, Instant now, Duration longest) {
    this.head = head;
    this.now = now;
    this.longest = longest;
    retryAfter();
    if (isRejected()) {
      unifiedReset().map(ResetTime::at).ifPresent(this::until);
    }
  }

  /** The latest of all moments told. */
  void until(Instant moment) {
    if (moment.isAfter(now) && (until == null || moment.isAfter(until))) {
      until = moment;
    }
  }

  Optional<Instant> until() {
    return Optional.ofNullable(until);
  }

  private void retryAfter() {
    if (head.status() == TOO_MANY_REQUESTS) {
      RetryAdvice.of(head.headers(), now)
          .after()
          .map(wait -> wait.compareTo(longest) > 0 ? longest : wait)
          .ifPresent(wait -> until(now.plus(wait)));
    }
  }

  /** Rejected by the plan, but not where calls beyond it are let through. */
  private boolean isRejected() {
    return unified("status").equals("rejected") && !unified("overage-status").startsWith("allowed");
  }

  private Optional<ResetTime> unifiedReset() {
    String claim =
        switch (unified("representative-claim")) {
          case "five_hour" -> "5h-reset";
          case "seven_day" -> "7d-reset";
          default -> "reset";
        };
    return ResetTime.parse(unified("reset"), now, longest)
        .or(() -> ResetTime.parse(unified(claim), now, longest));
  }

  private String unified(String name) {
    return head.headers().getOrDefault(UNIFIED + name, "").strip();
  }
}
