package dev.sluice.run;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many runs wait, as last counted: an estimate for meters and answers. Read from any thread.
 */
public final class QueueDepth {
  private final RunRoom room;
  private final Duration every;
  private final AtomicInteger depth = new AtomicInteger();
  private long timer = -1;

  public QueueDepth(RunRoom room, Duration every) {
    this.room = room;
    this.every = every;
  }

  public void start() {
    count();
    timer = room.vertx().setPeriodic(every.toMillis(), fired -> count());
  }

  public void stop() {
    room.vertx().cancelTimer(timer);
  }

  public int get() {
    return depth.get();
  }

  /** A failed count keeps the last one: the store tells of its own trouble elsewhere. */
  private void count() {
    var store = room.store();
    Future.all(store.queued(RunClass.INTERACTIVE), store.queued(RunClass.BACKGROUND))
        .onSuccess(counts -> depth.set(counts.<Integer>resultAt(0) + counts.<Integer>resultAt(1)));
  }
}
