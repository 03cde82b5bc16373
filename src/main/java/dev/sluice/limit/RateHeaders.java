package dev.sluice.limit;

import dev.sluice.limit.LimitReport.Budget;
import dev.sluice.model.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an answer's headers say of the provider's limits, in all families that are about: Anthropic,
 * OpenAI and those who took its names over (Groq, Azure, Cerebras), Mistral, OpenRouter, the IETF
 * drafts. Where several speak of the same, the most restrictive counts. Pure; whatever the headers
 * hold, it reads what it can and never throws.
 */
final class RateHeaders {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final List<Family> FAMILIES = families();

  private final Duration longest;

  /**
   * @param longest what is said to be further away than this counts as being so far away
   */
  RateHeaders(Duration longest) {
    this.longest = longest;
  }

  /**
   * @param now when the answer came
   */
  LimitReport read(ResponseHead head, Instant now) {
    if (head.headers().isEmpty()) {
      return LimitReport.NOTHING;
    }
    var reading = new Reading(head, now);
    FAMILIES.forEach(reading::add);
    reading.plain("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset");
    reading.plain("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset");
    reading.ietf();
    return reading.report();
  }

  private enum Kind {
    REQUESTS,
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    COMBINED_TOKENS
  }

  /**
   * Three headers that tell of one limit.
   *
   * @param evenRefill whether the window can be told from the reset
   */
  private record Family(
      Kind kind,
      String limit,
      String remaining,
      String reset,
      Optional<Duration> window,
      boolean evenRefill) {

    static Family anthropic(Kind kind, String name) {
      String prefix = "anthropic-ratelimit-" + name;
      return new Family(
          kind,
          prefix + "-limit",
          prefix + "-remaining",
          prefix + "-reset",
          Optional.empty(),
          false);
    }

    static Stream<Family> common(Kind kind, String name) {
      return Stream.of(
          common(kind, name, Optional.empty()),
          common(kind, name + "-minute", Optional.of(Duration.ofMinutes(1))),
          common(kind, name + "-hour", Optional.of(Duration.ofHours(1))),
          common(kind, name + "-day", Optional.of(Duration.ofDays(1))));
    }

    private static Family common(Kind kind, String suffix, Optional<Duration> window) {
      return new Family(
          kind,
          "x-ratelimit-limit-" + suffix,
          "x-ratelimit-remaining-" + suffix,
          "x-ratelimit-reset-" + suffix,
          window,
          window.isEmpty());
    }
  }

  private static List<Family> families() {
    return Stream.of(
            Stream.of(
                Family.anthropic(Kind.REQUESTS, "requests"),
                Family.anthropic(Kind.INPUT_TOKENS, "input-tokens"),
                Family.anthropic(Kind.OUTPUT_TOKENS, "output-tokens"),
                Family.anthropic(Kind.COMBINED_TOKENS, "tokens")),
            Family.common(Kind.REQUESTS, "requests"),
            Family.common(Kind.REQUESTS, "req"),
            Family.common(Kind.COMBINED_TOKENS, "tokens"))
        .flatMap(family -> family)
        .toList();
  }

  /** One answer while it is read. */
  private final class Reading {
    private final ResponseHead head;
    private final Instant now;
    private final boolean refused;
    private final Map<Kind, Budget> found = new EnumMap<>(Kind.class);
    private final ClosingHeaders closing;

    Reading(ResponseHead head, Instant now) {
      this.head = head;
      this.now = now;
      this.refused = head.status() == TOO_MANY_REQUESTS;
      this.closing = new ClosingHeaders(head, now, longest);
    }

    void add(Family family) {
      HeaderBudget told =
          HeaderBudget.of(header(family.limit()), header(family.remaining()), family.window())
              .resetting(header(family.reset()), now, longest);
      add(
          family.kind(),
          family.evenRefill() ? told.per(LimitWindow.ofEvenRefill(told, now)) : told);
    }

    /** Headers that name no kind: requests, in a window that ends all at once. */
    void plain(String limit, String remaining, String reset) {
      Optional<IetfLimits.Told> bound =
          header(limit).map(list -> IetfLimits.bound(list, header("ratelimit-policy")));
      addOneReset(
          HeaderBudget.of(
                  bound.flatMap(IetfLimits.Told::limit),
                  header(remaining),
                  bound.flatMap(IetfLimits.Told::window))
              .resetting(header(reset), now, longest));
    }

    void ietf() {
      List<IetfLimits.Told> all = IetfLimits.read(header("ratelimit"), header("ratelimit-policy"));
      for (IetfLimits.Told told : all) {
        addOneReset(
            HeaderBudget.of(told.limit(), told.remaining(), told.window())
                .resetting(told.reset(), now, longest));
      }
    }

    private void addOneReset(HeaderBudget told) {
      HeaderBudget budget = told.per(told.window().or(() -> LimitWindow.ofOneReset(told, now)));
      add(Kind.REQUESTS, budget);
      if (refused && budget.remaining().orElse(1) == 0) {
        budget.reset().ifPresent(reset -> closing.until(reset.at()));
      }
    }

    private void add(Kind kind, HeaderBudget told) {
      told.read(now, refused).ifPresent(budget -> found.merge(kind, budget, StricterBudget::of));
    }

    private Optional<String> header(String name) {
      return Optional.ofNullable(head.headers().get(name));
    }

    LimitReport report() {
      return new LimitReport(
          budget(Kind.REQUESTS),
          budget(Kind.INPUT_TOKENS),
          budget(Kind.OUTPUT_TOKENS),
          budget(Kind.COMBINED_TOKENS),
          closing.until());
    }

    private Optional<Budget> budget(Kind kind) {
      return Optional.ofNullable(found.get(kind));
    }
  }
}
