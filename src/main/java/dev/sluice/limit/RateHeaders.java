package dev.sluice.limit;

import dev.sluice.limit.LimitReport.Budget;
import dev.sluice.model.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer's headers say of the provider's limits, in all families that are about: Anthropic,
 * OpenAI and those who took its names over (Groq, Azure, Cerebras), Mistral, OpenRouter, the IETF
 * drafts. Where several speak of the same, the most restrictive counts. Pure; whatever the headers
 * hold, it reads what it can and never throws.
 */
final class RateHeaders {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final List<Name> ANTHROPIC =
      List.of(
          new Name("requests", Kind.REQUESTS),
          new Name("input-tokens", Kind.INPUT_TOKENS),
          new Name("output-tokens", Kind.OUTPUT_TOKENS),
          new Name("tokens", Kind.COMBINED_TOKENS));
  private static final List<Name> COMMON =
      List.of(
          new Name("requests", Kind.REQUESTS),
          new Name("req", Kind.REQUESTS),
          new Name("tokens", Kind.COMBINED_TOKENS));
  private static final List<Per> WINDOWS =
      List.of(
          new Per("-minute", Duration.ofMinutes(1)),
          new Per("-hour", Duration.ofHours(1)),
          new Per("-day", Duration.ofDays(1)));

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
    reading.anthropic();
    reading.common();
    reading.plain("x-ratelimit-");
    reading.plain("ratelimit-");
    reading.ietf();
    return reading.report();
  }

  private enum Kind {
    REQUESTS,
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    COMBINED_TOKENS
  }

  private record Name(String text, Kind kind) {}

  private record Per(String suffix, Duration window) {}

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

    void anthropic() {
      for (Name name : ANTHROPIC) {
        String prefix = "anthropic-ratelimit-" + name.text();
        add(name.kind(), told(prefix + "-limit", prefix + "-remaining", prefix + "-reset"));
      }
    }

    void common() {
      for (Name name : COMMON) {
        HeaderBudget told = suffixed("-" + name.text());
        add(name.kind(), told.per(LimitWindow.ofEvenRefill(told, now)));
        for (Per per : WINDOWS) {
          HeaderBudget longer = suffixed("-" + name.text() + per.suffix());
          add(name.kind(), longer.per(Optional.of(per.window())));
        }
      }
    }

    private HeaderBudget suffixed(String suffix) {
      return told(
          "x-ratelimit-limit" + suffix,
          "x-ratelimit-remaining" + suffix,
          "x-ratelimit-reset" + suffix);
    }

    /** Headers that name no kind: requests, in a window that ends all at once. */
    void plain(String prefix) {
      Optional<IetfLimits.Told> bound =
          header(prefix + "limit").map(list -> IetfLimits.bound(list, header(prefix + "policy")));
      addOneReset(
          HeaderBudget.of(
                  bound.flatMap(IetfLimits.Told::limit),
                  header(prefix + "remaining"),
                  bound.flatMap(IetfLimits.Told::window))
              .resetting(header(prefix + "reset"), now, longest));
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

    private HeaderBudget told(String limit, String remaining, String reset) {
      return HeaderBudget.of(header(limit), header(remaining), Optional.empty())
          .resetting(header(reset), now, longest);
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
