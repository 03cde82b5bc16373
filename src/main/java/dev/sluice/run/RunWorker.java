package dev.sluice.run;

import dev.sluice.agent.AgentLoop;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes runs from the queue, as many as it has room for, and works on them on one event loop. To be
 * started and stopped on that loop; {@link #inFlight()} may be asked from anywhere.
 */
public final class RunWorker {
  private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  private final RunRoom room;
  private final AgentWork loop;
  private final String name;
  private final Slots slots;
  private final Set<HeldRun> held = new HashSet<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private Duration pause = SHORTEST_PAUSE;
  private int claiming;
  private boolean stopping;
  private @Nullable Promise<Void> idle;

  public RunWorker(RunRoom room, AgentLoop loop, String name, Places places) {
    this(room, loop::run, name, places);
  }

  RunWorker(RunRoom room, AgentWork loop, String name, Places places) {
    this.room = room;
    this.loop = loop;
    this.name = name;
    this.slots = new Slots(places);
  }

  public void start() {
    take();
  }

  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Takes nothing new, lets running turns reach their boundary, then hands over what is left. What
   * the queue still gives afterwards is left to the store: claimed, it would only be lost with us.
   */
  public Future<Void> stop() {
    stopping = true;
    Promise<Void> emptied = Promise.promise();
    idle = emptied;
    held.forEach(HeldRun::endAtBoundary);
    long timer =
        room.vertx()
            .setTimer(
                Math.max(1, room.config().drain().toMillis()),
                fired -> List.copyOf(held).forEach(HeldRun::stopNow));
    completeWhenIdle();
    return emptied.future().onComplete(done -> room.vertx().cancelTimer(timer));
  }

  private void take() {
    if (!stopping) {
      slots.open().ifPresent(this::take);
    }
  }

  private void take(Slots.Request request) {
    room.queue()
        .take(request.max(), request.maxBackground())
        .compose(this::claimAll)
        .onSuccess(claimed -> pause = SHORTEST_PAUSE)
        .recover(this::pauseAfter)
        .onComplete(
            done -> {
              slots.close(request);
              take();
            });
  }

  private Future<Void> claimAll(List<RunId> runs) {
    if (stopping) {
      // What was asked for before the stop comes after it: that is for others, who find it.
      return Future.succeededFuture();
    }
    if (runs.isEmpty()) {
      return Future.failedFuture(new IllegalStateException("the queue is closed"));
    }
    return Future.join(runs.stream().map(this::claim).toList()).mapEmpty();
  }

  private Future<Void> claim(RunId run) {
    claiming++;
    return room.store()
        .claim(run, name, room.config().lease())
        .onSuccess(this::begin)
        .onComplete(done -> claimed())
        .compose(claim -> room.queue().ack(run));
  }

  private void begin(Claim claim) {
    switch (claim) {
      case Claim.Held won -> work(won);
      case Claim.Unreadable unreadable -> settle(unreadable);
      case Claim.NotYet later -> {}
      case Claim.Gone gone -> {}
    }
  }

  private void settle(Claim.Unreadable claim) {
    claiming++;
    UnreadableRun.settle(room, claim)
        .onFailure(
            cause ->
                LOG.warn(
                    "run {} waits for its lease to lapse: {}",
                    claim.run().id(),
                    cause.getMessage()))
        .onComplete(done -> claimed());
  }

  private void claimed() {
    claiming--;
    completeWhenIdle();
  }

  private void work(Claim.Held claim) {
    var heldRun = new HeldRun(room, loop, claim);
    held.add(heldRun);
    slots.hold(claim.run().runClass());
    inFlight.set(slots.inFlight());
    room.observer().started(claim.run().runClass());
    LOG.info("run {} taken under epoch {}", claim.run().id(), claim.run().epoch());
    if (stopping) {
      heldRun.endAtBoundary();
    }
    heldRun
        .work()
        .onComplete(
            done -> {
              held.remove(heldRun);
              slots.free(claim.run().runClass());
              inFlight.set(slots.inFlight());
              completeWhenIdle();
              take();
            });
  }

  /** A claim under way may still be won: that run is ours, and must be handed over. */
  private void completeWhenIdle() {
    Promise<Void> waiting = idle;
    if (stopping && held.isEmpty() && claiming == 0 && waiting != null) {
      waiting.tryComplete();
    }
  }

  /** What was taken and not claimed is found again by recovery. */
  private Future<Void> pauseAfter(Throwable cause) {
    LOG.warn("cannot take runs now: {}", cause.getMessage());
    Promise<Void> waited = Promise.promise();
    room.vertx().setTimer(pause.toMillis(), fired -> waited.complete());
    pause = RunTimers.longer(pause);
    return waited.future();
  }
}
