package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** One request while it happens; written by its event loop, read from anywhere. */
final class JournalEntry {
  private final RecordedRequest begun;
  private JsonNode json = Json.object();
  private int status;
  private Outcome outcome = Outcome.IN_PROGRESS;
  private long bytes;
  private long events;
  private Usage usage = Usage.NONE;
  private BigDecimal price = BigDecimal.ZERO;

  JournalEntry(
      long number,
      Instant at,
      String method,
      String path,
      Map<String, String> headers,
      String body,
      String requestId) {
    this.begun =
        new RecordedRequest(
            number,
            at,
            method,
            path,
            Map.copyOf(headers),
            body,
            json,
            requestId,
            0,
            outcome,
            0,
            0,
            usage,
            price);
  }

  synchronized RecordedRequest snapshot() {
    return new RecordedRequest(
        begun.number(),
        begun.at(),
        begun.method(),
        begun.path(),
        begun.headers(),
        begun.body(),
        json,
        begun.requestId(),
        status,
        outcome,
        bytes,
        events,
        usage,
        price);
  }

  int bodyLength() {
    return begun.body().length();
  }

  String requestId() {
    return begun.requestId();
  }

  String body() {
    return begun.body();
  }

  long number() {
    return begun.number();
  }

  synchronized void parsed(JsonNode value) {
    json = value;
  }

  synchronized void answered(int code) {
    status = code;
  }

  synchronized void sent(long moreBytes) {
    bytes += moreBytes;
  }

  synchronized void sentEvent(Usage now) {
    events++;
    usage = now;
  }

  synchronized void used(Usage now) {
    usage = now;
  }

  synchronized Usage usage() {
    return usage;
  }

  synchronized void priced(BigDecimal microDollars) {
    price = microDollars;
  }

  synchronized void became(Outcome value) {
    outcome = value;
  }
}
