package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.ApiError;
import dev.sluice.simulator.wire.Ids;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.MessagesRequest;
import dev.sluice.simulator.wire.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: answers once, notices when the caller leaves, and tells the journal
 * all of it. Confined to its event loop.
 */
final class Exchange {
  private final HttpServerRequest request;
  private final Journal journal;
  private final JournalEntry entry;
  private final Ids ids;
  private final Consumer<Exchange> whenOver;
  private @Nullable MessagesRequest call;
  private boolean over;

  Exchange(
      HttpServerRequest request,
      Journal journal,
      JournalEntry entry,
      Ids ids,
      Consumer<Exchange> whenOver) {
    this.request = request;
    this.journal = journal;
    this.entry = entry;
    this.ids = ids;
    this.whenOver = whenOver;
    response().exceptionHandler(_ -> end(Outcome.CANCELLED_BY_CLIENT));
    response().closeHandler(_ -> end(Outcome.CANCELLED_BY_CLIENT));
    response().putHeader("request-id", entry.requestId());
    response().putHeader("anthropic-organization-id", "7d0c2b1e-5a4f-4a77-9a3c-0e6b6f1f2c11");
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  JournalEntry entry() {
    return entry;
  }

  Ids ids() {
    return ids;
  }

  /** From here on the exchange has a price. */
  void bills(MessagesRequest billed) {
    call = billed;
  }

  /** It was refused before it said anything, and has none after all. */
  void costsNothing() {
    call = null;
  }

  boolean over() {
    return over;
  }

  void headers(Map<String, String> headers) {
    headers.forEach(response()::putHeader);
  }

  /** Answers with JSON; an error status counts as a refusal. */
  void answer(int status, JsonNode body) {
    send(status, "application/json", Json.compact(body));
  }

  void refuse(ApiError error) {
    headers(error.headers());
    answer(error.status(), error.body(entry.requestId()));
  }

  void send(int status, String contentType, String body) {
    if (over) {
      return;
    }
    Buffer bytes = Buffer.buffer(body);
    entry.answered(status);
    entry.sent(bytes.length());
    end(status < 400 ? Outcome.COMPLETED : Outcome.REFUSED);
    response().setStatusCode(status).putHeader("content-type", contentType).end(bytes);
  }

  /** Books what has been generated so far. */
  void used(Usage usage) {
    entry.used(usage);
    journal.changed(entry);
  }

  void sentEvent(Usage usage) {
    entry.sentEvent(usage);
    journal.changed(entry);
  }

  void write(Buffer bytes) {
    entry.sent(bytes.length());
    response().write(bytes);
  }

  /** Breaks the connection off. */
  void reset(Outcome outcome) {
    if (end(outcome)) {
      response().reset();
    }
  }

  /** Still open, but nothing more will come. */
  void stalled() {
    entry.became(Outcome.STALLED);
    journal.changed(entry);
  }

  /** Closes the connection as well where it carries nothing else. */
  void closeConnection() {
    if (request.version() != HttpVersion.HTTP_2) {
      request.connection().close();
    }
  }

  /** Settles the exchange; false if that has happened before. */
  boolean end(Outcome outcome) {
    if (over) {
      return false;
    }
    over = true;
    whenOver.accept(this);
    if (call != null && entry.usage().output() > 0) {
      journal.charge(entry, call.model(), call.inferenceGeo());
    }
    entry.became(outcome);
    journal.changed(entry);
    return true;
  }
}
