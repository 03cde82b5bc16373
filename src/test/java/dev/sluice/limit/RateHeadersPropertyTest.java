package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limit.LimitReport.Budget;
import dev.sluice.model.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class RateHeadersPropertyTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final List<String> NAMES =
      Stream.of(
              Stream.of("requests", "input-tokens", "output-tokens", "tokens")
                  .flatMap(
                      kind ->
                          Stream.of("limit", "remaining", "reset")
                              .map(what -> "anthropic-ratelimit-" + kind + "-" + what)),
              Stream.of("", "-requests", "-tokens", "-req-minute", "-tokens-hour", "-requests-day")
                  .flatMap(
                      kind ->
                          Stream.of("limit", "remaining", "reset")
                              .map(what -> "x-ratelimit-" + what + kind)),
              Stream.of("status", "reset", "5h-reset", "overage-status", "representative-claim")
                  .map(what -> "anthropic-ratelimit-unified-" + what),
              Stream.of(
                  "ratelimit",
                  "ratelimit-policy",
                  "ratelimit-limit",
                  "ratelimit-remaining",
                  "ratelimit-reset",
                  "retry-after",
                  "retry-after-ms"))
          .flatMap(names -> names)
          .toList();

  @Property(tries = 5000)
  void whateverTheHeadersHoldTheReportIsWithinItsBounds(
      @ForAll("headers") Map<String, String> headers, @ForAll("statuses") int status) {
    var head = new ResponseHead(status, Optional.empty(), headers);

    LimitReport report = new RateHeaders(LONGEST).read(head, NOW);

    budgets(report).forEach(RateHeadersPropertyTest::isSound);
    report
        .closedUntil()
        .ifPresent(until -> assertThat(until).isAfter(NOW).isBeforeOrEqualTo(NOW.plus(LONGEST)));
  }

  @Property
  void whatAnthropicSaysIsReadBack(
      @ForAll("quantities") long limit, @ForAll("shares") double left, @ForAll("waits") int wait) {
    long remaining = Math.max(1, (long) (limit * left));
    String prefix = "anthropic-ratelimit-input-tokens-";
    Map<String, String> headers =
        Map.of(
            prefix + "limit", Long.toString(limit),
            prefix + "remaining", Long.toString(remaining),
            prefix + "reset", NOW.plusSeconds(wait).toString());

    LimitReport report =
        new RateHeaders(LONGEST).read(new ResponseHead(200, Optional.empty(), headers), NOW);

    Budget budget = report.inputTokens().orElseThrow();
    assertThat(budget.limit()).hasValue(limit);
    assertThat(budget.remaining()).hasValue(remaining);
    assertThat(budget.fullAt()).contains(NOW.plusSeconds(wait));
  }

  @Property
  void everyDurationIsReadBackToTheMillisecond(@ForAll("millis") long millis) {
    Duration wait = Duration.ofMillis(millis);
    String goStyle =
        "%dh%dm%d.%03ds"
            .formatted(
                wait.toHours(), wait.toMinutesPart(), wait.toSecondsPart(), wait.toMillisPart());

    assertThat(ResetTime.parse(goStyle, NOW, LONGEST).map(ResetTime::at)).contains(NOW.plus(wait));
  }

  private static Stream<Budget> budgets(LimitReport report) {
    return Stream.of(
            report.requests(), report.inputTokens(), report.outputTokens(), report.combinedTokens())
        .flatMap(Optional::stream);
  }

  private static void isSound(Budget budget) {
    assertThat(budget.limit().isPresent() || budget.remaining().isPresent()).isTrue();
    assertThat(budget.limit().orElse(1)).isPositive();
    assertThat(budget.remaining().orElse(0))
        .isNotNegative()
        .isLessThanOrEqualTo(budget.limit().orElse(Long.MAX_VALUE));
    assertThat(budget.window().orElse(LONGEST)).isPositive();
    budget
        .fullAt()
        .ifPresent(at -> assertThat(at).isAfterOrEqualTo(NOW).isBeforeOrEqualTo(NOW.plus(LONGEST)));
  }

  @Provide
  Arbitrary<Map<String, String>> headers() {
    return Arbitraries.maps(Arbitraries.of(NAMES), values()).ofMaxSize(12);
  }

  @Provide
  Arbitrary<Integer> statuses() {
    return Arbitraries.of(200, 429, 529);
  }

  @Provide
  Arbitrary<Long> quantities() {
    return Arbitraries.longs().between(1, 1_000_000_000_000L);
  }

  @Provide
  Arbitrary<Double> shares() {
    return Arbitraries.doubles().between(0, 1);
  }

  @Provide
  Arbitrary<Integer> waits() {
    return Arbitraries.integers().between(0, 86_400);
  }

  @Provide
  Arbitrary<Long> millis() {
    return Arbitraries.longs().between(0, 86_400_000);
  }

  /** What is nearly right finds more than what is quite wrong. */
  private static Arbitrary<String> values() {
    Arbitrary<String> pieces =
        Arbitraries.of(
                "1",
                "59.703",
                "9",
                "0",
                "-1",
                "s",
                "ms",
                "m",
                "h",
                "d",
                "T",
                "-",
                ":",
                "Z",
                ".",
                "2026-11-20T10:16:00",
                "e",
                "99999999999",
                "1795169760",
                ",",
                ";",
                "\"",
                "=",
                "q=",
                "r=",
                "t=",
                "w=",
                "limit=",
                "remaining=",
                "reset=",
                "qu=",
                " ",
                "rejected")
            .list()
            .ofMaxSize(8)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(
        pieces, Arbitraries.strings().ofMaxLength(80), Arbitraries.longs().map(String::valueOf));
  }
}
