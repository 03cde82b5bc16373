package dev.sluice;

import dev.sluice.agent.AgentLoop;
import dev.sluice.agent.AgentObserver;
import dev.sluice.agent.LoopLimits;
import dev.sluice.model.chain.ModelChain;
import dev.sluice.money.PriceTable;
import dev.sluice.run.Places;
import dev.sluice.run.RunRoom;
import dev.sluice.run.RunWorker;
import dev.sluice.tool.ToolRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event loop that works on runs, with connections of its own to the model. */
final class AgentVerticle extends VerticleBase {
  private final Parts parts;
  private final String name;
  private final Places places;
  private volatile @Nullable RunWorker worker;

  /** What all workers of a process share. */
  record Parts(
      RunRoom room,
      ToolRunner tools,
      LoopLimits limits,
      PriceTable prices,
      AgentObserver observer,
      Function<Vertx, ModelChain> models) {}

  AgentVerticle(Parts parts, String name, Places places) {
    this.parts = parts;
    this.name = name;
    this.places = places;
  }

  @Override
  public Future<?> start() {
    var loop =
        new AgentLoop(
            parts.models().apply(vertx),
            parts.tools(),
            parts.limits(),
            parts.prices(),
            parts.observer(),
            parts.room().clock());
    var started = new RunWorker(parts.room(), loop, name, places);
    worker = started;
    started.start();
    return Future.succeededFuture();
  }

  /**
   * Lets running turns reach their boundary, then hands the runs over. All workers of a process
   * stop together: whatever its queue would still be given, others can begin at once.
   */
  @Override
  public Future<?> stop() {
    RunWorker running = worker;
    if (running == null) {
      return Future.succeededFuture();
    }
    Future<Void> stopped = running.stop();
    return Future.join(stopped, parts.room().queue().close());
  }

  int inFlight() {
    RunWorker running = worker;
    return running == null ? 0 : running.inFlight();
  }
}
