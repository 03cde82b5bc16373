package dev.sluice.channel.http;

import dev.sluice.config.DataSize;
import dev.sluice.config.DataSizeRange;
import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.NotBlank;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Validated;
import java.time.Duration;

/** The HTTP channel's address and limits. */
public record HttpConfig(
    @Doc("The address to listen on; there is no authentication yet.") @NotBlank String host,
    @Doc("0 picks a free one.") @Range(min = 0, max = 65_535) int port,
    @Doc("A larger request body is answered with 413.") @DataSizeRange(min = "1KiB", max = "64MiB")
        DataSize maxBodyBytes,
    @Doc("Larger headers are answered with 431.") @DataSizeRange(min = "1KiB", max = "1MiB")
        DataSize maxHeaderBytes,
    @Doc("A longer request line is answered with 414.") @DataSizeRange(min = "256B", max = "1MiB")
        DataSize maxRequestLineBytes,
    @Doc("From the request head to the end of its body; then 408.")
        @DurationRange(min = "1s", max = "1h")
        Duration bodyTimeout,
    @Doc("A connection on which nothing moves either way is closed after this.")
        @DurationRange(min = "1s", max = "1d")
        Duration idleTimeout,
    @Doc("What requests in flight get at shutdown.") @DurationRange(min = "100ms", max = "10m")
        Duration shutdownTimeout,
    @Doc("How event streams are written.") SseOptions sse)
    implements Validated {

  public static HttpConfig defaults() {
    return new HttpConfig(
        "127.0.0.1",
        8080,
        DataSize.ofMiB(1),
        DataSize.ofKiB(16),
        DataSize.ofKiB(8),
        Duration.ofSeconds(30),
        Duration.ofSeconds(75),
        Duration.ofSeconds(10),
        SseOptions.defaults());
  }

  @Override
  public void validate(Problems problems) {
    if (idleTimeout.compareTo(sse.keepAlive().multipliedBy(2)) < 0) {
      problems.report(
          "idleTimeout", "must be at least twice sse.keep_alive, or it cuts event streams");
    }
  }
}
