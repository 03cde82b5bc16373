package dev.sluice;

import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.NotBlank;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Secret;
import dev.sluice.config.Validated;
import dev.sluice.model.messages.MessagesApiConfig;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Which model is called, where, and how long it may take. */
public record ModelSection(
    @Doc("The model of agents that name none.") @NotBlank String name,
    @Doc("Models that a caller may ask for besides those of the agents.") List<String> alsoAllowed,
    @Doc("The key of the Messages API; give it by environment or file, never here.")
        Optional<Secret> apiKey,
    @Doc("Where the Messages API, or a server that speaks it, is.") Optional<URI> baseUrl,
    @Doc("The built-in simulated model: auto (when there is neither key nor base_url), on, off.")
        SimulatorUse simulator,
    @Doc("The value of the anthropic-version header.") @NotBlank String version,
    @Doc("Until a connection is there.") @DurationRange(min = "100ms", max = "1m")
        Duration connectTimeout,
    @Doc("From sending a request to its first event.") @DurationRange(min = "1s", max = "30m")
        Duration firstEventTimeout,
    @Doc("The longest silence in a stream; pings count as events.")
        @DurationRange(min = "1s", max = "30m")
        Duration betweenEventsTimeout,
    @Doc("A whole model call.") @DurationRange(min = "1s", max = "2h") Duration callTimeout,
    @Doc("Connections to the model API per event loop; each running call holds one.")
        @Range(min = 1, max = 10_000)
        int maxConnections,
    @Doc("A call is not begun with less time left in its run.")
        @DurationRange(min = "0ms", max = "10m")
        Duration leastTime,
    @Doc("Models that stand in, in this order, while the one asked for cannot be had.")
        List<FallbackSection> fallbacks,
    @Doc("This part of the runs begins with the first fallback, to know that it works.")
        @Range(min = 0, max = 1)
        double drillShare)
    implements Validated {
  static final URI PUBLIC_API = URI.create("https://api.anthropic.com");

  private static final int MAX_WAITING = 16;
  static final String NO_KEY = "none";

  /** When the simulated model answers. */
  public enum SimulatorUse {
    AUTO,
    ON,
    OFF
  }

  public static ModelSection defaults() {
    return new ModelSection(
        "claude-sonnet-5-5",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        SimulatorUse.AUTO,
        "2023-06-01",
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        64,
        Duration.ofSeconds(5),
        List.of(),
        0.1);
  }

  @Override
  public void validate(Problems problems) {
    if (simulator == SimulatorUse.OFF && apiKey.isEmpty() && baseUrl.isEmpty()) {
      problems.report("simulator", "must not be off while there is neither api_key nor base_url");
    }
    baseUrl
        .flatMap(MessagesApiConfig::problem)
        .ifPresent(problem -> problems.report("baseUrl", problem));
    if (callTimeout.compareTo(firstEventTimeout) < 0) {
      problems.report("callTimeout", "must not be shorter than first_event_timeout");
    }
    var names = new HashSet<String>();
    for (int i = 0; i < fallbacks.size(); i++) {
      if (!names.add(fallbacks.get(i).name())) {
        problems.in("fallbacks").in(i).report("name", "must be a name that no other one has");
      }
    }
  }

  boolean isSimulated() {
    return switch (simulator) {
      case AUTO -> apiKey.isEmpty() && baseUrl.isEmpty();
      case ON -> true;
      case OFF -> false;
    };
  }

  /** Some servers that speak the API need no key, but every client sends one. */
  String keyToSend() {
    return apiKey.map(Secret::reveal).orElse(NO_KEY);
  }

  /** The client's settings for the server at this address. */
  MessagesApiConfig client(URI address, String userAgent) {
    return new MessagesApiConfig(
        address,
        version,
        connectTimeout,
        firstEventTimeout,
        betweenEventsTimeout,
        callTimeout,
        maxConnections,
        MAX_WAITING,
        userAgent);
  }
}
