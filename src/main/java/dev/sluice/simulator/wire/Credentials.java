package dev.sluice.simulator.wire;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers in front of every request: who asks, and in which version of the API. */
public final class Credentials {
  private static final Set<String> VERSIONS = Set.of("2023-06-01", SamplingRules.NEW_VERSION);
  private static final String BEARER = "bearer ";
  private static final int WORKSPACE_DIGITS = 22;

  private Credentials() {}

  /**
   * The refusal of these headers, if there is one.
   *
   * @param expected the only key that is accepted; any key when null
   */
  public static Optional<ApiError> refusal(
      @Nullable String apiKey,
      @Nullable String authorization,
      @Nullable String version,
      @Nullable String expected) {
    if (apiKey != null && authorization != null) {
      return unauthorized("send either `x-api-key` or `authorization`, not both");
    }
    String key = apiKey != null ? apiKey : bearer(authorization);
    if (key == null) {
      return unauthorized("x-api-key header is required");
    }
    if (key.isBlank() || (expected != null && !expected.equals(key))) {
      return unauthorized("invalid x-api-key");
    }
    if (version == null) {
      return Optional.of(ApiError.invalid("anthropic-version: header is required"));
    }
    return VERSIONS.contains(version)
        ? Optional.empty()
        : Optional.of(
            ApiError.invalid(
                "anthropic-version: \"%s\" is not a valid version".formatted(version)));
  }

  /** The workspace that a credential belongs to; equal credentials share it. */
  public static String workspace(@Nullable String apiKey, @Nullable String authorization) {
    String digest = Chain.digest("workspace " + apiKey + authorization);
    return "wrkspc_01" + digest.substring(0, WORKSPACE_DIGITS);
  }

  private static @Nullable String bearer(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length())
        : null;
  }

  private static Optional<ApiError> unauthorized(String message) {
    return Optional.of(ApiError.of(401, message));
  }
}
