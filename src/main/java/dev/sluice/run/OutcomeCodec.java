package dev.sluice.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.DoneStatus;
import dev.sluice.json.Json;
import dev.sluice.run.RunOutcome.RunFailure;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/** The stored form of a run's outcome: a JSON object with a version {@code v}. Pure. */
public final class OutcomeCodec {
  private OutcomeCodec() {}

  public static String encode(RunOutcome outcome) {
    ObjectNode form = StoredForm.begin().put("status", outcome.status().wire());
    outcome.reason().ifPresent(reason -> form.put("reason", reason));
    outcome.error().ifPresent(error -> form.set("error", error(error)));
    form.put("text", outcome.text()).put("turns", outcome.turns());
    form.set("usage", StoredForm.of(outcome.usage()));
    form.put("cost_micros", outcome.costMicros()).put("duration", outcome.duration().toString());
    return Json.write(form);
  }

  /** Throws {@link StoreException} {@code CORRUPT} for what is damaged or of a newer version. */
  public static RunOutcome decode(String stored) {
    var form = StoredForm.read("outcome", stored);
    return new RunOutcome(
        status(form),
        form.optional("reason"),
        form.node().has("error") ? Optional.of(error(form.object("error"))) : Optional.empty(),
        form.text("text"),
        form.small("turns"),
        form.usage(),
        form.number("cost_micros"),
        duration(form));
  }

  private static ObjectNode error(RunFailure error) {
    return Json.object()
        .put("type", error.type())
        .put("message", error.message())
        .put("retryable", error.retryable());
  }

  private static RunFailure error(StoredForm form) {
    return new RunFailure(form.text("type"), form.text("message"), form.flag("retryable"));
  }

  private static DoneStatus status(StoredForm form) {
    String wire = form.text("status");
    return Arrays.stream(DoneStatus.values())
        .filter(status -> status.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> form.broken("status"));
  }

  private static Duration duration(StoredForm form) {
    try {
      return Duration.parse(form.text("duration"));
    } catch (DateTimeParseException e) {
      throw form.broken("duration");
    }
  }
}
