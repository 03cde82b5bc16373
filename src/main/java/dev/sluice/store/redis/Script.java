package dev.sluice.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A Lua script that runs on the server as one step. It is called by its digest, and sent whole to a
 * server that does not know it: one that was restarted or flushed, for instance.
 */
final class Script {
  private final String text;
  private final String digest;

  private Script(String text) {
    this.text = text;
    this.digest = digest(text);
  }

  /** One of the files beside this class. */
  static Script named(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      return new Script(
          new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On the context of the commands. */
  Future<Response> run(Commands commands, List<String> keys, List<String> arguments) {
    return commands
        .here(request(Command.EVALSHA, digest, keys, arguments))
        .recover(
            cause ->
                RedisFailures.text(cause).startsWith("NOSCRIPT")
                    ? commands.here(request(Command.EVAL, text, keys, arguments))
                    : Future.failedFuture(cause));
  }

  private static Request request(
      Command command, String script, List<String> keys, List<String> arguments) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    arguments.forEach(request::arg);
    return request;
  }

  private static String digest(String text) {
    try {
      byte[] sha1 =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
