package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.ApiError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the simulator does with one request. */
public sealed interface Play {
  /** A message, made of these steps. */
  record Reply(List<Step> steps, @Nullable Pace pace, @Nullable Chunking chunking) implements Play {
    public Reply {
      steps = List.copyOf(steps);
    }
  }

  /**
   * An HTTP error.
   *
   * @param body sent instead of the usual error object when present
   * @param contentType of that body
   */
  record Fail(
      ApiError error,
      Map<String, String> headers,
      @Nullable String body,
      String contentType,
      Duration after)
      implements Play {
    public Fail {
      headers = Map.copyOf(headers);
    }
  }

  /** A JSON answer of a tool endpoint. */
  record Answer(JsonNode json, Duration after) implements Play {}

  /** The request is taken and never answered. */
  record StallHead() implements Play {}

  /** The connection breaks before the response begins. */
  record ResetHead() implements Play {}
}
