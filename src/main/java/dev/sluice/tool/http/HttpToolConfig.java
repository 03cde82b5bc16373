package dev.sluice.tool.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.tool.ToolSpec;
import dev.sluice.tool.ToolSpec.Importance;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A tool declared in configuration.
 *
 * @param inputSchema JSON Schema (draft 2020-12) of an object
 * @param url http or https, where the input is posted; operators choose it, so any address is
 *     allowed
 * @param idempotent the service does a thing once per idempotency key
 * @param headers sent along; their values may be secrets and are never shown
 */
public record HttpToolConfig(
    String name,
    String description,
    JsonNode inputSchema,
    URI url,
    Duration timeout,
    boolean idempotent,
    Importance importance,
    Map<String, String> headers) {
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> OURS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "content-type",
          "host",
          "idempotency-key",
          "transfer-encoding");

  /** Throws {@link IllegalArgumentException} saying what is wrong, never showing a header value. */
  public HttpToolConfig {
    headers = Map.copyOf(headers);
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    require(name, scheme.equals("http") || scheme.equals("https"), "url must be http or https");
    require(name, url.getHost() != null, "url needs a host name");
    require(name, url.getRawUserInfo() == null, "url has credentials; send them in a header");
    require(name, url.getPort() <= 65535 && url.getPort() != 0, "url has a port out of range");
    require(name, timeout.isPositive(), "timeout must be positive");
    String tool = name;
    headers.forEach((header, value) -> checkHeader(tool, header, value));
  }

  private static void checkHeader(String tool, String name, String value) {
    require(tool, HEADER_NAME.matcher(name).matches(), "a header name has forbidden characters");
    require(
        tool,
        !OURS.contains(name.toLowerCase(Locale.ROOT)),
        "header " + name + " is set by Sluice and cannot be configured");
    require(
        tool,
        value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f)),
        "the value of header " + name + " must be printable ASCII");
  }

  private static void require(String tool, boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("tool " + tool + ": " + otherwise);
    }
  }

  /** What the model and the loop see of it. */
  public ToolSpec spec() {
    return new ToolSpec(name, description, inputSchema.toString(), idempotent, importance, timeout);
  }

  /** Neither header values nor the query, which may be secrets. */
  @Override
  public String toString() {
    return "HttpToolConfig[name="
        + name
        + ", url="
        + url.getScheme()
        + "://"
        + url.getRawAuthority()
        + url.getRawPath()
        + ", timeout="
        + timeout
        + ", idempotent="
        + idempotent
        + ", importance="
        + importance
        + ", headers="
        + headers.keySet().stream().sorted().toList()
        + "]";
  }
}
