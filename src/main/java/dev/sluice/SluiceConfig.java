package dev.sluice;

import dev.sluice.agent.AgentConfig;
import dev.sluice.agent.LoopLimits;
import dev.sluice.agent.ThinkingDisplay;
import dev.sluice.channel.http.HttpConfig;
import dev.sluice.config.Doc;
import dev.sluice.config.NotBlank;
import dev.sluice.config.Problems;
import dev.sluice.config.Validated;
import dev.sluice.limit.LimiterConfig;
import dev.sluice.ops.ManagementConfig;
import dev.sluice.resilience.BreakerConfig;
import dev.sluice.resilience.RetryConfig;
import dev.sluice.run.RunConfig;
import dev.sluice.store.postgres.PostgresConfig;
import dev.sluice.store.redis.RedisConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can be configured. Immutable; checked when it is loaded. */
public record SluiceConfig(
    @Doc("What this process does: all, gateway or worker.") Role role,
    @Doc(
            "Where runs are kept: auto (shared when redis.url and postgres.url are given), embedded,"
                + " shared.")
        StoreChoice store,
    @Doc("Where the embedded store keeps its file.") Path dataDir,
    @Doc("How processes share queue, events and signals.") RedisConfig redis,
    @Doc("How processes share what must not be lost.") PostgresConfig postgres,
    @Doc("The address people and programs talk to.") HttpConfig http,
    @Doc("The operator's port: health and metrics.") ManagementConfig management,
    @Doc("The language model.") ModelSection model,
    @Doc("How model calls are paced, before the provider has to refuse them.")
        LimiterConfig limiter,
    @Doc("How failed calls of models, and of tools that allow it, are made again.")
        RetryConfig retries,
    @Doc("When a model or a tool that keeps failing is left alone for a while.")
        BreakerConfig breakers,
    @Doc("What models cost, relative to this file.") Path prices,
    @Doc("The agents by name.") Map<String, AgentConfig> agents,
    @Doc("The agent of channels that are not named below.") @NotBlank String defaultAgent,
    @Doc("Which channel uses which agent; the one channel so far is http.")
        Map<String, String> channels,
    @Doc("How far one run may go.") LoopLimits limits,
    @Doc("How runs are admitted, held and ended.") RunConfig runs,
    @Doc("Tools.") ToolsSection tools)
    implements Validated {

  private static final AgentConfig ASSISTANT =
      new AgentConfig(
          Optional.of(
              "You are a helpful assistant. Answer briefly and clearly, in the language of the"
                  + " question. Use your tools when they help, and say so when one is"
                  + " unavailable."),
          Optional.empty(),
          Optional.empty(),
          List.of(
              "calculator", "current_time", "save_note", "list_notes", "web_search", "get_weather"),
          8192,
          ThinkingDisplay.AUTO);

  public static SluiceConfig defaults() {
    return new SluiceConfig(
        Role.ALL,
        StoreChoice.AUTO,
        Path.of("data"),
        RedisConfig.defaults(),
        PostgresConfig.defaults(),
        HttpConfig.defaults(),
        ManagementConfig.defaults(),
        ModelSection.defaults(),
        LimiterConfig.defaults(),
        RetryConfig.defaults(),
        BreakerConfig.defaults(),
        Path.of("prices.yaml"),
        Map.of("default", ASSISTANT),
        "default",
        Map.of(),
        LoopLimits.defaults(),
        RunConfig.defaults(),
        ToolsSection.defaults());
  }

  @Override
  public void validate(Problems problems) {
    checkStore(problems);
    if (model.maxConnections() < runs.capacity()) {
      problems.in("model").report("maxConnections", "must not be less than runs.capacity");
    }
    if (limiter.leaseExpiry().compareTo(model.callTimeout()) <= 0) {
      problems.in("limiter").report("leaseExpiry", "must be longer than model.call_timeout");
    }
    if (http.sse().retryTo().compareTo(runs.awayGrace()) >= 0) {
      problems
          .in("http")
          .in("sse")
          .report(
              "retryTo", "must be less than runs.away_grace, or a chat ends before it is resumed");
    }
    if (!agents.containsKey(defaultAgent)) {
      problems.report("defaultAgent", "must be one of the agents " + agents.keySet());
    }
    channels.forEach(
        (channel, agent) -> {
          if (!agents.containsKey(agent)) {
            problems.in("channels").report(channel, "must be one of the agents " + agents.keySet());
          }
        });
    agents.forEach((name, agent) -> checkTools(problems.in("agents").in(name), agent));
  }

  private void checkStore(Problems problems) {
    boolean one = redis.url().isPresent() || postgres.url().isPresent();
    if (store == StoreChoice.SHARED || (store == StoreChoice.AUTO && one)) {
      String missing = "must be given, too: processes share Redis and Postgres, never one of them";
      if (redis.url().isEmpty()) {
        problems.in("redis").report("url", missing);
      }
      if (postgres.url().isEmpty()) {
        problems.in("postgres").report("url", missing);
      }
      if (redis.keepUnended().compareTo(longestRun()) <= 0) {
        problems
            .in("redis")
            .report("keepUnended", "must be longer than a run may take, and wait for its model");
      }
    } else if (role != Role.ALL) {
      problems.report(
          "role",
          "must be all: the embedded store belongs to one process; give redis.url and postgres.url"
              + " for others");
    }
  }

  private Duration longestRun() {
    Duration background = runs.backgroundTimeout().plus(runs.backgroundWait());
    Duration interactive = runs.interactiveTimeout();
    return background.compareTo(interactive) > 0 ? background : interactive;
  }

  /** Whether other processes work on the same runs. */
  boolean isShared() {
    return switch (store) {
      case EMBEDDED -> false;
      case SHARED -> true;
      case AUTO -> redis.url().isPresent() && postgres.url().isPresent();
    };
  }

  private void checkTools(Problems problems, AgentConfig agent) {
    for (int i = 0; i < agent.tools().size(); i++) {
      if (!tools.names().contains(agent.tools().get(i))) {
        problems.in("tools").in(i).report("must be one of the tools " + tools.names());
      }
    }
  }

  /** The model that an agent uses. */
  String modelOf(AgentConfig agent) {
    return agent.model().orElse(model.name());
  }
}
