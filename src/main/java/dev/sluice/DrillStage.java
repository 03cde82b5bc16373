package dev.sluice;

import dev.sluice.agent.AgentLoop;
import dev.sluice.agent.AgentObserver;
import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.drill.DrillQuestion;
import dev.sluice.drill.DrillReport;
import dev.sluice.drill.DrillRunner;
import dev.sluice.drill.DrillScore;
import dev.sluice.limit.LimiterObserver;
import dev.sluice.limit.LimiterVerticle;
import dev.sluice.model.chain.Guards;
import dev.sluice.model.chain.ModelChain;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.tool.ToolRunner;
import dev.sluice.tool.builtin.MemoryNoteStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the questions to the agent of the configuration with each of its models in turn: with the
 * tools, the pacing, the retries and the breakers of the product, but no store and no channel.
 */
final class DrillStage extends VerticleBase {
  private final ConfigFiles.Loaded loaded;
  private final SluiceConfig config;
  private final Map<String, DrillQuestion> questions;
  private final double atLeast;
  private final InstantSource clock = InstantSource.system();

  private DrillStage(
      ConfigFiles.Loaded loaded, Map<String, DrillQuestion> questions, double atLeast) {
    this.loaded = loaded;
    this.config = loaded.config();
    this.questions = questions;
    this.atLeast = atLeast;
  }

  /** The scores of the primary and of each fallback. Costs what the questions cost. */
  static Future<DrillReport> drill(
      Vertx vertx,
      ConfigFiles.Loaded loaded,
      Map<String, DrillQuestion> questions,
      double atLeast) {
    var stage = new DrillStage(loaded, questions, atLeast);
    return vertx.deployVerticle(stage).compose(started -> stage.play());
  }

  @Override
  public Future<?> start() {
    return vertx.deployVerticle(
        new LimiterVerticle(config.limiter(), clock, LimiterObserver.none()));
  }

  private Future<DrillReport> play() {
    var done = Promise.<DrillReport>promise();
    context.runOnContext(
        now ->
            simulator()
                .compose(this::scores)
                .map(scores -> new DrillReport(scores, atLeast))
                .onComplete(done));
    return done.future();
  }

  private Future<Optional<String>> simulator() {
    return config.model().isSimulated()
        ? Simulator.start(vertx, SimulatorOptions.defaults())
            .map(started -> Optional.of(started.baseUrl()))
        : Future.succeededFuture(Optional.empty());
  }

  /** One model after the other, so that none waits for the calls of another. */
  private Future<List<DrillScore>> scores(Optional<String> simulator) {
    Guards guards = GuardSetup.guards(vertx, config, clock, LimiterObserver.none());
    ToolRunner tools =
        ToolSetup.runner(
            vertx,
            clock,
            config.tools(),
            new MemoryNoteStore(),
            simulator,
            config.retries(),
            guards.breakers());
    AgentSnapshot agent = AgentSetup.standard(config, loaded.folder(), tools);
    var runner = new DrillRunner(vertx, clock, agent, config.runs().interactiveTimeout());
    var scores = new ArrayList<DrillScore>();
    Future<Void> done = Future.succeededFuture();
    var models =
        new ModelSetup(config, simulator, guards, clock, clock).alone(vertx, agent.model());
    for (var model : models.entrySet()) {
      done =
          done.compose(
                  before -> runner.score(model.getKey(), loop(model.getValue(), tools), questions))
              .map(
                  score -> {
                    scores.add(score);
                    return null;
                  });
    }
    return done.map(all -> scores);
  }

  private AgentLoop loop(ModelChain chain, ToolRunner tools) {
    return new AgentLoop(
        chain, tools, config.limits(), loaded.prices(), AgentObserver.none(), clock);
  }
}
