package dev.sluice.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.math.BigDecimal;
import java.time.Duration;

/** The report for programs. */
public final class DrillJson {
  private static final int MICROS_DIGITS = 6;

  private DrillJson() {}

  public static String write(DrillReport report) {
    var json = Json.object().put("good", report.isGood()).put("at_least", report.atLeast());
    json.put("cost_usd", dollars(report.costMicros()));
    var targets = json.putArray("targets");
    report.scores().forEach(score -> target(targets.addObject(), report, score));
    return Json.write(json);
  }

  private static void target(ObjectNode json, DrillReport report, DrillScore score) {
    json.put("name", score.target())
        .put("good", score.passed() > 0 && report.isGood(score))
        .put("passed", score.passed())
        .put("checks", score.checks())
        .put("share", score.share())
        .put("cost_usd", dollars(score.costMicros()))
        .put("mean_ms", score.meanDuration().toMillis());
    var questions = json.putObject("questions");
    score.results().forEach((name, result) -> question(questions.putObject(name), result));
  }

  private static void question(ObjectNode json, DrillScore.Result result) {
    var answer = result.answer();
    json.put("ms", answer.duration().toMillis()).put("cost_usd", dollars(answer.costMicros()));
    answer.untilText().map(Duration::toMillis).ifPresent(ms -> json.put("first_text_ms", ms));
    answer.failure().ifPresent(why -> json.put("failure", why));
    var checks = json.putArray("checks");
    result
        .checks()
        .forEach(
            check -> checks.addObject().put("what", check.what()).put("passed", check.passed()));
  }

  private static BigDecimal dollars(long micros) {
    return BigDecimal.valueOf(micros, MICROS_DIGITS);
  }
}
