package dev.sluice.channel.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is told to a caller whose wish is not granted (RFC 9457).
 *
 * @param detail what is wrong with this request and what to do about it
 * @param errors places in the body, where known
 * @param members further members of the document
 * @param headers further headers of the answer
 */
record Problem(
    ProblemType type,
    String detail,
    List<Finding> errors,
    Map<String, String> members,
    Map<String, String> headers) {

  /** One mistake in the body, at a JSON pointer. */
  record Finding(String pointer, String message) {}

  Problem {
    errors = List.copyOf(errors);
    members = Map.copyOf(members);
    headers = Map.copyOf(headers);
  }

  static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, List.of(), Map.of(), Map.of());
  }

  static Problem of(List<Finding> errors) {
    String detail =
        errors.size() == 1
            ? errors.getFirst().pointer() + ": " + errors.getFirst().message()
            : errors.size() + " fields of the body are wrong; see errors";
    return new Problem(ProblemType.INVALID_REQUEST, detail, errors, Map.of(), Map.of());
  }

  Problem member(String name, String value) {
    return new Problem(type, detail, errors, with(members, name, value), headers);
  }

  Problem header(String name, String value) {
    return new Problem(type, detail, errors, members, with(headers, name, value));
  }

  /** Says when to come back: whole seconds, rounded up, at least one. */
  Problem retryAfter(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return header("Retry-After", Long.toString(seconds));
  }

  ProblemException exception() {
    return new ProblemException(this);
  }

  /** The document; {@code instance} is where it happened, if that can be said. */
  ObjectNode document(Optional<String> instance) {
    var document = Json.object();
    document.put("type", type.urn()).put("title", type.title()).put("status", type.status());
    document.put("detail", detail);
    instance.ifPresent(path -> document.put("instance", path));
    new TreeMap<>(members).forEach(document::put);
    if (!errors.isEmpty()) {
      var list = document.putArray("errors");
      for (Finding error : errors) {
        list.addObject().put("pointer", error.pointer()).put("message", error.message());
      }
    }
    return document;
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    var more = new TreeMap<>(map);
    more.put(name, value);
    return more;
  }
}
