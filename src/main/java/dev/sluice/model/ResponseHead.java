package dev.sluice.model;

import java.util.Map;
import java.util.Optional;

/**
 * What came with the head of an HTTP answer.
 *
 * @param headers names in lower case; only those that speak of limits and retries
 */
public record ResponseHead(int status, Optional<String> requestId, Map<String, String> headers) {
  public ResponseHead {
    headers = Map.copyOf(headers);
  }
}
