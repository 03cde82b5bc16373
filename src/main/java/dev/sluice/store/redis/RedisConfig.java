package dev.sluice.store.redis;

import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.Matches;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Secret;
import dev.sluice.config.Validated;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How pods share Redis. */
public record RedisConfig(
    @Doc("redis://user:password@host:port/database, or rediss:// for TLS; REDIS_URL sets it.")
        Optional<Secret> url,
    @Doc("Certificates (PEM) to trust with rediss://; those of the Java runtime when absent.")
        Optional<Path> caFile,
    @Doc("Before the name of every key and channel.")
        @Matches(regex = "[A-Za-z0-9_.:-]{1,40}", message = "1 to 40 letters, digits or _ . : -")
        String keyPrefix,
    @Doc("A connection must be ready for commands within this time.")
        @DurationRange(min = "100ms", max = "1m")
        Duration connectTimeout,
    @Doc("A command unanswered for so long means that Redis is away.")
        @DurationRange(min = "100ms", max = "1m")
        Duration commandTimeout,
    @Doc("Commands that may wait for their answers; more are refused.")
        @Range(min = 64, max = 1_000_000)
        int maxWaiting,
    @Doc("A pod sends the events of all its runs together, at most once in this time.")
        @DurationRange(min = "0ms", max = "1s")
        Duration appendEvery,
    @Doc("Batches of events that one run's log keeps; the oldest are trimmed beyond it.")
        @Range(min = 100, max = 10_000_000)
        int maxBatches,
    @Doc("The log of a run that never ends is kept so long; longer than any run may take.")
        @DurationRange(min = "1h", max = "90d")
        Duration keepUnended,
    @Doc("A queued run that a worker took and did not claim is given to another after this time.")
        @DurationRange(min = "1s", max = "10m")
        Duration reclaimAfter)
    implements Validated {

  @Override
  public void validate(Problems problems) {
    url.map(Secret::reveal)
        .flatMap(RedisAddress::problem)
        .ifPresent(problem -> problems.report("url", problem));
  }

  public static RedisConfig defaults() {
    return new RedisConfig(
        Optional.empty(),
        Optional.empty(),
        "sluice",
        Duration.ofSeconds(5),
        Duration.ofSeconds(3),
        16_384,
        Duration.ofMillis(5),
        20_000,
        Duration.ofDays(7),
        Duration.ofSeconds(30));
  }
}
