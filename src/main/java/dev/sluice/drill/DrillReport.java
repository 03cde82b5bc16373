package dev.sluice.drill;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * The scores side by side, the primary first.
 *
 * @param atLeast a fallback is good enough when its share of passed checks is at least this part of
 *     the primary's
 */
public record DrillReport(List<DrillScore> scores, double atLeast) {
  private static final int NAME_WIDTH = 24;
  private static final int CELL_WIDTH = 22;
  private static final int MICROS_DIGITS = 6;

  public DrillReport {
    scores = List.copyOf(scores);
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("a report needs the primary's score");
    }
  }

  /** Every fallback is good enough, and the primary answered at all. */
  public boolean isGood() {
    return primary().passed() > 0 && scores.stream().allMatch(this::isGood);
  }

  boolean isGood(DrillScore score) {
    return score.share() >= atLeast * primary().share();
  }

  private DrillScore primary() {
    return scores.getFirst();
  }

  /** A table for people, then what did not pass. */
  public String text() {
    var out = new StringBuilder();
    row(out, "question", scores.stream().map(DrillScore::target).toList());
    primary().results().keySet().forEach(name -> row(out, name, cells(name)));
    row(out, "checks passed", scores.stream().map(DrillReport::share).toList());
    row(out, "cost", scores.stream().map(score -> dollars(score.costMicros())).toList());
    row(
        out,
        "mean time",
        scores.stream().map(score -> score.meanDuration().toMillis() + " ms").toList());
    row(out, "verdict", scores.stream().map(this::verdict).toList());
    scores.forEach(score -> misses(out, score));
    out.append("This drill cost ").append(dollars(costMicros())).append(".\n");
    return out.toString();
  }

  /** Of all questions to all models. */
  public long costMicros() {
    return scores.stream().mapToLong(DrillScore::costMicros).sum();
  }

  private String verdict(DrillScore score) {
    if (score.passed() == 0) {
      return "no answer";
    }
    return isGood(score) ? "good" : "too weak";
  }

  private List<String> cells(String question) {
    return scores.stream()
        .map(
            score -> {
              var result = score.results().get(question);
              return result == null
                  ? "-"
                  : result.passed()
                      + "/"
                      + result.checks().size()
                      + " in "
                      + result.answer().duration().toMillis()
                      + " ms";
            })
        .toList();
  }

  private static String share(DrillScore score) {
    return "%d/%d (%.0f %%)".formatted(score.passed(), score.checks(), score.share() * 100);
  }

  static String dollars(long micros) {
    return "$" + BigDecimal.valueOf(micros, MICROS_DIGITS).toPlainString();
  }

  private static void row(StringBuilder out, String name, List<String> cells) {
    out.append(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s", name));
    cells.forEach(cell -> out.append(String.format(Locale.ROOT, "%-" + CELL_WIDTH + "s ", cell)));
    out.setLength(out.toString().stripTrailing().length());
    out.append('\n');
  }

  private static void misses(StringBuilder out, DrillScore score) {
    score
        .results()
        .forEach(
            (name, result) ->
                result.checks().stream()
                    .filter(check -> !check.passed())
                    .forEach(
                        check ->
                            out.append("missed  ")
                                .append(score.target())
                                .append(": ")
                                .append(name)
                                .append(": ")
                                .append(check.what())
                                .append('\n')));
  }
}
