package dev.sluice.channel.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.EventId;
import dev.sluice.run.Runs;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** What an endpoint wants sent. The edge sends it. */
sealed interface Answer {

  /** Headers beside those that the kind of answer brings. */
  Map<String, String> headers();

  /** A JSON document. */
  record Document(int status, JsonNode body, Map<String, String> headers) implements Answer {
    public Document {
      headers = Map.copyOf(headers);
    }
  }

  /** Anything that is not JSON, with its media type. */
  record Content(String mediaType, Buffer body, Map<String, String> headers) implements Answer {
    public Content {
      headers = Map.copyOf(headers);
    }
  }

  /** 204. */
  record Nothing(Map<String, String> headers) implements Answer {
    public Nothing {
      headers = Map.copyOf(headers);
    }
  }

  /** An event stream, or 204 when the reader has seen it all. */
  record Events(Runs.Reading reading, EventId after, Map<String, String> headers)
      implements Answer {
    public Events {
      headers = Map.copyOf(headers);
    }
  }

  static Answer ok(JsonNode body) {
    return new Document(200, body, Map.of());
  }

  static Answer nothing() {
    return new Nothing(Map.of());
  }
}
