package dev.sluice.tool.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a body is text, and which. Pure. */
public final class TextBody {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);
  private static final Set<String> TEXTUAL =
      Set.of(
          "application/json",
          "application/x-ndjson",
          "application/xml",
          "application/javascript",
          "application/yaml",
          "application/x-yaml",
          "application/toml");

  private TextBody() {}

  /** The media type in lower case, without parameters. */
  public static Optional<String> mediaType(MultiMap headers) {
    return Optional.ofNullable(headers.get(HttpHeaders.CONTENT_TYPE))
        .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(type -> !type.isEmpty());
  }

  public static boolean isText(String mediaType) {
    return mediaType.startsWith("text/")
        || mediaType.endsWith("+json")
        || mediaType.endsWith("+xml")
        || TEXTUAL.contains(mediaType);
  }

  /** Compressed although nobody asked for it. */
  public static boolean isEncoded(MultiMap headers) {
    String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
    return encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity");
  }

  /** The text, in the charset that the headers name, else UTF-8. Malformed bytes are replaced. */
  public static String decode(MultiMap headers, Buffer body) {
    return new String(body.getBytes(), charset(headers.get(HttpHeaders.CONTENT_TYPE)));
  }

  private static Charset charset(@Nullable String contentType) {
    if (contentType == null) {
      return StandardCharsets.UTF_8;
    }
    Matcher matcher = CHARSET.matcher(contentType);
    try {
      return matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
