package dev.sluice;

import dev.sluice.config.Secret;
import dev.sluice.limit.BudgetKey;
import dev.sluice.model.ModelClient;
import dev.sluice.model.Timers;
import dev.sluice.model.chain.ChainSettings;
import dev.sluice.model.chain.Guards;
import dev.sluice.model.chain.ModelChain;
import dev.sluice.model.chain.ModelGroup;
import dev.sluice.model.chain.ModelTarget;
import dev.sluice.model.chain.ModelTargets;
import dev.sluice.model.messages.MessagesClient;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes the model chain of the configuration, with connections of its own for each event loop. When
 * the built-in simulated model answers, it stands for every endpoint.
 */
final class ModelSetup {
  private final SluiceConfig config;
  private final Optional<URI> simulator;
  private final Guards guards;
  private final InstantSource calendar;
  private final InstantSource clock;

  /**
   * @param calendar what deadlines are told by
   * @param clock that of the guards
   */
  ModelSetup(
      SluiceConfig config,
      Optional<String> simulator,
      Guards guards,
      InstantSource calendar,
      InstantSource clock) {
    this.config = config;
    this.simulator = simulator.map(URI::create);
    this.guards = guards;
    this.calendar = calendar;
    this.clock = clock;
  }

  /** To be used on the event loop that asks for it. */
  ModelChain chain(Vertx vertx) {
    ModelClient first = first(vertx);
    return chain(vertx, new ModelTargets(name -> primary(name, first), fallbacks(vertx, first)));
  }

  /**
   * For each model a chain without the others, by name, this one at the first endpoint first: what
   * it answers is then its own work. To be used on the event loop that asks for it.
   */
  Map<String, ModelChain> alone(Vertx vertx, String model) {
    ModelClient first = first(vertx);
    var chains = new LinkedHashMap<String, ModelChain>();
    Stream.concat(Stream.of(primary(model, first)), fallbacks(vertx, first).stream())
        .forEach(
            target ->
                chains.put(
                    target.name(), chain(vertx, new ModelTargets(asked -> target, List.of()))));
    return chains;
  }

  private ModelClient first(Vertx vertx) {
    return client(vertx, address(), config.model()::keyToSend);
  }

  private List<ModelTarget> fallbacks(Vertx vertx, ModelClient first) {
    return config.model().fallbacks().stream().map(entry -> target(vertx, entry, first)).toList();
  }

  private ModelChain chain(Vertx vertx, ModelTargets targets) {
    return new ModelChain(
        targets,
        guards,
        new ChainSettings(
            config.limiter().interactivePatience(),
            config.limiter().backgroundPatience(),
            config.model().leastTime(),
            config.model().drillShare()),
        calendar,
        clock,
        Timers.of(vertx));
  }

  /** The budget of a model at the first endpoint. */
  static BudgetKey budget(String model) {
    return new BudgetKey(ModelTarget.PRIMARY, ModelGroup.of(model));
  }

  private static ModelTarget primary(String model, ModelClient client) {
    var budget = budget(model);
    return new ModelTarget(
        ModelTarget.PRIMARY, budget.provider(), budget.group(), model, model, model, true, client);
  }

  private ModelTarget target(Vertx vertx, FallbackSection entry, ModelClient first) {
    boolean shared = entry.provider().equals(ModelTarget.PRIMARY);
    ModelClient client =
        shared
            ? first
            : client(vertx, entry.baseUrl().orElseGet(this::address), () -> keyOf(entry));
    return new ModelTarget(
        entry.name(),
        entry.provider(),
        entry.limitGroup(),
        entry.model(),
        entry.maker(),
        entry.priceRow(),
        entry.adaptiveThinking().orElse(true),
        client);
  }

  /** The key of one server is never shown to another. */
  private static String keyOf(FallbackSection entry) {
    return entry.apiKey().map(Secret::reveal).orElse(ModelSection.NO_KEY);
  }

  private ModelClient client(Vertx vertx, URI address, Supplier<String> key) {
    return new MessagesClient(
        vertx, config.model().client(simulator.orElse(address), Version.userAgent()), key);
  }

  private URI address() {
    return config.model().baseUrl().orElse(ModelSection.PUBLIC_API);
  }
}
