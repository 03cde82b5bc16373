package dev.sluice.ops;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the operator's page, from the class path, held in memory. */
final class Assets {
  private static final Map<String, String> FILES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "ops.css", "text/css; charset=utf-8",
          "app.js", "text/javascript; charset=utf-8",
          "format.js", "text/javascript; charset=utf-8",
          "panels.js", "text/javascript; charset=utf-8",
          "plot.js", "text/javascript; charset=utf-8",
          "runs.js", "text/javascript; charset=utf-8",
          "timeline.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, Asset> byName;

  /**
   * One file.
   *
   * @param tag of its content, in quotes as on the wire
   */
  record Asset(String type, Buffer content, String tag) {}

  private Assets(Map<String, Asset> byName) {
    this.byName = byName;
  }

  /** Blocks; throws when a file is missing. */
  static Assets load() {
    var loaded = new LinkedHashMap<String, Asset>();
    FILES.forEach((name, type) -> loaded.put(name, read(name, type)));
    return new Assets(loaded);
  }

  Optional<Asset> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private static Asset read(String name, String type) {
    try (InputStream file = Assets.class.getResourceAsStream("/ops/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its file ops/" + name);
      }
      byte[] bytes = file.readAllBytes();
      return new Asset(type, Buffer.buffer(bytes), '"' + digest(bytes) + '"');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
