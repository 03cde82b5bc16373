package dev.sluice.tool.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.tool.Tool;
import dev.sluice.tool.ToolCall;
import dev.sluice.tool.ToolException;
import dev.sluice.tool.ToolSpec;
import dev.sluice.tool.ToolSpec.Importance;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Date, time and weekday, in UTC or in a time zone. */
public final class CurrentTimeTool implements Tool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "current_time",
          "Tells the current date, time (ISO 8601) and weekday. In UTC unless a time zone is"
              + " given.",
          """
          {"type":"object","properties":{"timezone":{"type":"string","maxLength":64,\
          "description":"IANA time zone, for example Europe/Brussels"}},\
          "additionalProperties":false}\
          """,
          true,
          Importance.OPTIONAL,
          Duration.ofSeconds(1));

  private final InstantSource clock;

  public CurrentTimeTool(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public Future<String> call(ToolCall call) {
    return zone(call.input().path("timezone")).map(this::describe);
  }

  private static Future<ZoneId> zone(JsonNode name) {
    if (name.isMissingNode()) {
      return Future.succeededFuture(ZoneOffset.UTC);
    }
    try {
      return Future.succeededFuture(ZoneId.of(name.asText()));
    } catch (DateTimeException e) {
      return Future.failedFuture(
          ToolException.input(
              "\"" + name.asText() + "\" is not a time zone; use an IANA name like Asia/Tokyo"));
    }
  }

  private String describe(ZoneId zone) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).atZone(zone);
    return Json.write(
        Json.object()
            .put("time", now.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))
            .put("weekday", now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH))
            .put("timezone", zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId()));
  }
}
