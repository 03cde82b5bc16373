package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The tokens of one call by kind, as they are billed; {@code thinking} is part of the output. */
public record Usage(
    long input, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output, long thinking) {
  /** Nothing used. */
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

  /** Everything that was read, cached or not. */
  public long totalInput() {
    return input + cacheRead + cacheWrite();
  }

  public long cacheWrite() {
    return cacheWrite5m + cacheWrite1h;
  }

  /** The same input with this much output, of which some was thinking. */
  public Usage withOutput(long tokens, long thinkingTokens) {
    return new Usage(input, cacheRead, cacheWrite5m, cacheWrite1h, tokens, thinkingTokens);
  }

  /** Sums kind by kind. */
  public Usage plus(Usage other) {
    return new Usage(
        input + other.input,
        cacheRead + other.cacheRead,
        cacheWrite5m + other.cacheWrite5m,
        cacheWrite1h + other.cacheWrite1h,
        output + other.output,
        thinking + other.thinking);
  }

  /** The object of {@code message_start} and of a whole message. */
  public ObjectNode full(String inferenceGeo) {
    ObjectNode json = totals();
    json.remove("output_tokens");
    json.set(
        "cache_creation",
        Json.object()
            .put("ephemeral_5m_input_tokens", cacheWrite5m)
            .put("ephemeral_1h_input_tokens", cacheWrite1h));
    json.put("output_tokens", output);
    putThinking(json);
    return json.put("service_tier", "standard").put("inference_geo", inferenceGeo);
  }

  /** The cumulative object of {@code message_delta}. */
  public ObjectNode cumulative() {
    ObjectNode json = totals();
    putThinking(json);
    return json;
  }

  private ObjectNode totals() {
    return Json.object()
        .put("input_tokens", input)
        .put("cache_creation_input_tokens", cacheWrite())
        .put("cache_read_input_tokens", cacheRead)
        .put("output_tokens", output);
  }

  private void putThinking(ObjectNode json) {
    if (thinking > 0) {
      json.set("output_tokens_details", Json.object().put("thinking_tokens", thinking));
    }
  }
}
