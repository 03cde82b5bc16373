package dev.sluice.channel.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One file for the browser, read whole from the class path.
 *
 * @param etag quoted; changes with the content
 * @param caching the value of {@code Cache-Control}
 */
record WebFile(String mediaType, Buffer content, String etag, String caching) {
  private static final String REVALIDATE = "no-cache";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final int ETAG_LENGTH = 32;

  /** A file of ours: the browser asks each time whether it has changed. */
  static WebFile own(String name) {
    return load("/web/" + name, REVALIDATE);
  }

  /** A file of a library, under a path that has the library's version and so never changes. */
  static WebFile library(String path) {
    return load("/META-INF/resources" + path, FOR_EVER);
  }

  String text() {
    return content.toString(StandardCharsets.UTF_8);
  }

  private static WebFile load(String resource, String caching) {
    byte[] bytes = read(resource);
    return new WebFile(mediaType(resource), Buffer.buffer(bytes), etag(bytes), caching);
  }

  private static byte[] read(String resource) {
    try (var in = WebFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the page needs " + resource + ", which is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mediaType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalStateException("no media type is known for " + name);
    };
  }

  private static String etag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest).substring(0, ETAG_LENGTH) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
