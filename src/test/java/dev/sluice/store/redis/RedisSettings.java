package dev.sluice.store.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Configurations that differ in one thing. */
final class RedisSettings {
  private RedisSettings() {}

  static RedisConfig withPrefix(RedisConfig like, String prefix) {
    return new RedisConfig(
        like.url(),
        like.caFile(),
        prefix,
        like.connectTimeout(),
        like.commandTimeout(),
        like.maxWaiting(),
        like.appendEvery(),
        like.maxBatches(),
        like.keepUnended(),
        like.reclaimAfter());
  }

  static RedisConfig withMaxBatches(RedisConfig like, int maxBatches) {
    return new RedisConfig(
        like.url(),
        like.caFile(),
        like.keyPrefix(),
        like.connectTimeout(),
        like.commandTimeout(),
        like.maxWaiting(),
        like.appendEvery(),
        maxBatches,
        like.keepUnended(),
        like.reclaimAfter());
  }

  static RedisConfig withReclaimAfter(RedisConfig like, Duration reclaimAfter) {
    return new RedisConfig(
        like.url(),
        like.caFile(),
        like.keyPrefix(),
        like.connectTimeout(),
        like.commandTimeout(),
        like.maxWaiting(),
        like.appendEvery(),
        like.maxBatches(),
        like.keepUnended(),
        reclaimAfter);
  }

  static RedisConfig withTimeouts(RedisConfig like, Duration connect, Duration command) {
    return new RedisConfig(
        like.url(),
        like.caFile(),
        like.keyPrefix(),
        connect,
        command,
        like.maxWaiting(),
        like.appendEvery(),
        like.maxBatches(),
        like.keepUnended(),
        like.reclaimAfter());
  }

  static RedisConfig withCaFile(RedisConfig like, Path caFile) {
    return new RedisConfig(
        like.url(),
        Optional.of(caFile),
        like.keyPrefix(),
        like.connectTimeout(),
        like.commandTimeout(),
        like.maxWaiting(),
        like.appendEvery(),
        like.maxBatches(),
        like.keepUnended(),
        like.reclaimAfter());
  }
}
