package dev.sluice.channel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.run.NewRun.Idempotency;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The caller's {@code Idempotency-Key} with a digest of the body. The digest does not depend on the
 * order of keys or on white space.
 */
final class IdempotencyKeys {
  private static final int MAX_LENGTH = 255;
  private static final ObjectWriter CANONICAL =
      Json.MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  private IdempotencyKeys() {}

  static Optional<Idempotency> of(Call call, ObjectNode body) {
    var keys = call.headers().getAll("Idempotency-Key");
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    if (keys.size() > 1 || !isKey(keys.getFirst())) {
      throw Problem.of(
              ProblemType.INVALID_REQUEST,
              "send one Idempotency-Key, of 1 to " + MAX_LENGTH + " printable ASCII characters")
          .exception();
    }
    return Optional.of(new Idempotency(keys.getFirst(), digest(body)));
  }

  private static boolean isKey(String key) {
    return !key.isBlank()
        && key.length() <= MAX_LENGTH
        && key.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static String digest(ObjectNode body) {
    try {
      byte[] canonical = CANONICAL.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 of a JSON tree", e);
    }
  }
}
