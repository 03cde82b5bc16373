package dev.sluice.channel.http;

import dev.sluice.event.EventId;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One request, read and authenticated, as an endpoint sees it. */
record Call(
    Caller caller, Map<String, String> path, MultiMap query, MultiMap headers, Buffer body) {

  /** Whose things the request is about: {@code user_id} of the query, else the caller. */
  UserId user() {
    return caller.actingFor(parameter("user_id").map(text -> id("user_id", text, UserId::new)));
  }

  RunId runId() {
    return pathId("run", RunId::new);
  }

  ConversationId conversationId() {
    return pathId("conversation", ConversationId::new);
  }

  /** An integer of the query within bounds. */
  int number(String name, int fallback, int least, int most) {
    return parameter(name).map(text -> number(name, text, least, most)).orElse(fallback);
  }

  /**
   * How far the reader got. The header wins: an EventSource keeps its first URL when it comes back,
   * so by then the query is stale.
   */
  Optional<EventId> lastEventId() {
    return header("Last-Event-ID")
        .or(() -> parameter("last_event_id"))
        .map(
            text ->
                EventId.parse(text)
                    .orElseThrow(
                        () ->
                            invalid(
                                "Last-Event-ID must be the id of an event of this run, such as"
                                    + " 1-42; leave it out to read from the start")));
  }

  /** A header that is there and not empty. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
  }

  private Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /** What cannot be an id names nothing: the same answer as for an id that we never gave. */
  private <T> T pathId(String name, Function<String, T> make) {
    try {
      return make.apply(path.getOrDefault(name, ""));
    } catch (IllegalArgumentException e) {
      throw Problem.of(ProblemType.NOT_FOUND, "there is no such " + name).exception();
    }
  }

  private static <T> T id(String name, String text, Function<String, T> make) {
    try {
      return make.apply(text);
    } catch (IllegalArgumentException e) {
      throw invalid("query parameter " + name + ": " + e.getMessage());
    }
  }

  private static int number(String name, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The same answer as for a number out of bounds.
    }
    throw invalid(
        "query parameter " + name + " must be a whole number from " + least + " to " + most);
  }

  private static ProblemException invalid(String detail) {
    return Problem.of(ProblemType.INVALID_REQUEST, detail).exception();
  }
}
