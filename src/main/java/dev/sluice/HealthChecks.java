package dev.sluice;

import dev.sluice.model.ModelException;
import dev.sluice.model.messages.MessagesClient;
import dev.sluice.ops.HealthCheck;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process needs in order to serve. */
final class HealthChecks {
  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
  private static final Duration ASK_MODEL_EVERY = Duration.ofMinutes(1);

  private HealthChecks() {}

  static HealthCheck phase(Supplier<Gateway.Phase> phase) {
    return check(
        "phase",
        HealthCheck.Status.UNREADY,
        () ->
            Future.succeededFuture(
                switch (phase.get()) {
                  case STARTING -> HealthCheck.Result.unready("starting");
                  case SERVING -> HealthCheck.Result.ok();
                  case STOPPING -> HealthCheck.Result.unready("shutting down");
                }));
  }

  /** The store that belongs to this process: without it there is nothing to serve. */
  static HealthCheck store(RunStore store) {
    return check(
        "store",
        HealthCheck.Status.UNREADY,
        () -> store.queued(RunClass.INTERACTIVE).map(HealthCheck.Result.ok()));
  }

  /**
   * A server that all processes share: when it is away, taking each of them away helps nobody, and
   * a clear answer is worth more than none.
   */
  static HealthCheck shared(String server, Supplier<Future<?>> asked) {
    return check(
        server,
        HealthCheck.Status.DEGRADED,
        () ->
            asked
                .get()
                .map(any -> HealthCheck.Result.ok())
                .otherwise(cause -> away(server, cause)));
  }

  /** What was said goes to the log only: it may name addresses. */
  private static HealthCheck.Result away(String server, Throwable cause) {
    LOG.warn("{} is away: {}", server, cause.getMessage());
    return HealthCheck.Result.degraded("does not answer; see the log");
  }

  /**
   * Whether the model API takes our key: asked by a call that costs nothing, at most once a minute.
   * Only a refused key is this process's own fault; an outage is shared by all.
   */
  static HealthCheck model(
      Vertx vertx, ModelSection model, Optional<String> simulator, InstantSource clock) {
    URI address = simulator.map(URI::create).or(model::baseUrl).orElse(ModelSection.PUBLIC_API);
    var client =
        new MessagesClient(vertx, model.client(address, Version.userAgent()), model::keyToSend);
    var cached = new CachedResult(clock, ASK_MODEL_EVERY, () -> ask(client));
    return check("model", HealthCheck.Status.DEGRADED, cached::get);
  }

  private static Future<HealthCheck.Result> ask(MessagesClient client) {
    return client
        .probe()
        .map(HealthCheck.Result.ok())
        .otherwise(
            cause ->
                cause instanceof ModelException.Authentication
                        || cause instanceof ModelException.Permission
                    ? HealthCheck.Result.unready("the model API refuses our key")
                    : HealthCheck.Result.degraded(String.valueOf(cause.getMessage())));
  }

  private static HealthCheck check(
      String name, HealthCheck.Status silent, Supplier<Future<HealthCheck.Result>> check) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Future<Result> check() {
        return check.get();
      }

      @Override
      public Status whenSilent() {
        return silent;
      }
    };
  }
}
