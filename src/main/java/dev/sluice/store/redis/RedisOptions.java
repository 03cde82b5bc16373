package dev.sluice.store.redis;

import dev.sluice.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What one process needs to open its store.
 *
 * @param url as in {@link RedisConfig#url}
 * @param pod the name of this process, unlike that of any other, also of its own predecessor
 * @param keepEnded how long the log of an ended run is kept
 */
public record RedisOptions(Secret url, RedisConfig config, String pod, Duration keepEnded) {
  public RedisOptions {
    RedisAddress.problem(url.reveal())
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("the address of Redis " + problem);
            });
    if (pod.isBlank()) {
      throw new IllegalArgumentException("a pod needs a name");
    }
  }

  /** With all else at its default. */
  public static RedisOptions of(Secret url, String pod) {
    return new RedisOptions(url, RedisConfig.defaults(), pod, Duration.ofHours(1));
  }

  boolean tls() {
    return RedisAddress.isTls(url.reveal());
  }

  Optional<Path> caFile() {
    return config.caFile();
  }

  String key(String rest) {
    return config.keyPrefix() + ":" + rest;
  }
}
