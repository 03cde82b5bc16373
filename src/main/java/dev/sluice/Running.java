package dev.sluice;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** The parts of a process that run, and how each is stopped: the last first. */
final class Running {
  private final Vertx vertx;
  private final List<Step> steps = new ArrayList<>();

  /** How to stop one part. */
  @FunctionalInterface
  interface Step {
    Future<?> stop();
  }

  Running(Vertx vertx) {
    this.vertx = vertx;
  }

  void onStop(Step step) {
    steps.add(step);
  }

  /** Starts them side by side and stops them so: the time that each may take must not add up. */
  Future<Void> deploy(List<? extends Deployable> verticles) {
    var deployments = verticles.stream().map(vertx::deployVerticle).toList();
    steps.add(() -> Future.join(deployments.stream().map(this::undeploy).toList()));
    return Future.join(deployments).mapEmpty();
  }

  /** Whatever one of them says, the others are stopped, too. */
  Future<Void> stop() {
    Future<?> stopped = Future.succeededFuture();
    for (Step step : steps.reversed()) {
      stopped = stopped.transform(any -> step.stop());
    }
    steps.clear();
    return stopped.mapEmpty();
  }

  private Future<Void> undeploy(Future<String> deployment) {
    return deployment.transform(
        started ->
            started.succeeded() ? vertx.undeploy(started.result()) : Future.succeededFuture());
  }
}
