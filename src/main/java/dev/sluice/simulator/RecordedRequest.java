package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * One request as it stood when this was asked for.
 *
 * @param number counts the requests from 1
 * @param headers by lower-case name, secrets replaced
 * @param body the text as it came
 * @param status of the response; 0 before it began
 * @param bytesSent of the response body
 * @param eventsSent of a stream
 * @param usage what the call has used, by kind
 * @param microDollars its exact price; zero until it has ended
 */
public record RecordedRequest(
    long number,
    Instant at,
    String method,
    String path,
    Map<String, String> headers,
    String body,
    JsonNode json,
    String requestId,
    int status,
    Outcome outcome,
    long bytesSent,
    long eventsSent,
    Usage usage,
    BigDecimal microDollars) {}
