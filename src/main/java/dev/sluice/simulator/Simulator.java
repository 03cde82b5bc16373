package dev.sluice.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Predicate;

/**
 * A running simulator. It serves on an event loop of its own; every method may be called from any
 * thread and none blocks.
 */
public final class Simulator {
  private final Vertx vertx;
  private final SimulatorOptions options;
  private final SimulatorVerticle verticle;
  private final String deployment;

  private Simulator(
      Vertx vertx, SimulatorOptions options, SimulatorVerticle verticle, String deployment) {
    this.vertx = vertx;
    this.options = options;
    this.verticle = verticle;
    this.deployment = deployment;
  }

  /**
   * Starts to serve; fails if the port is taken. A few small resources are read on the calling
   * thread before.
   */
  public static Future<Simulator> start(Vertx vertx, SimulatorOptions options) {
    SimulatorVerticle verticle = new SimulatorVerticle(options);
    return vertx.deployVerticle(verticle).map(id -> new Simulator(vertx, options, verticle, id));
  }

  public int port() {
    return verticle.port();
  }

  /** The address to call, as in {@code http://127.0.0.1:4711}. */
  public String baseUrl() {
    return "http://" + options.host() + ":" + port();
  }

  /** The latest requests of all kinds, oldest first. */
  public List<RecordedRequest> requests() {
    return verticle.journal().requests();
  }

  /** The latest requests to create a message, oldest first. */
  public List<RecordedRequest> modelCalls() {
    return requests().stream().filter(call -> call.path().equals("/v1/messages")).toList();
  }

  /** What everything so far has cost. */
  public Bill bill() {
    return verticle.journal().bill();
  }

  /**
   * Completes with the first request, past or future, that meets the condition in any state it goes
   * through; never fails unless the condition does.
   */
  public Future<RecordedRequest> awaitRequest(Predicate<RecordedRequest> condition) {
    return verticle.journal().await(condition);
  }

  /** Plays this script from its beginning for all requests from now on. */
  public void play(Script script) {
    verticle.play(script);
  }

  /** Breaks what is in progress off and stops serving. */
  public Future<Void> close() {
    return vertx.undeploy(deployment);
  }
}
