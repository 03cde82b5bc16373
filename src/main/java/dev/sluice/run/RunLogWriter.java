package dev.sluice.run;

import dev.sluice.agent.AgentOutput;
import dev.sluice.event.Coalescer;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Writes one epoch of a run's events. One append is under way at a time; what comes meanwhile is
 * joined and goes with the next, so that a slow disk makes larger batches instead of a longer line.
 * Ids are given when a batch is formed. Confined to the run's context.
 */
final class RunLogWriter implements AgentOutput {
  private static final int FULL_AT_EVENTS = 4096;
  private static final int FULL_AT_CHARS = 64 * 1024;
  private static final int MAX_JOINED_CHARS = 8 * 1024;

  private final EventLog log;
  private final RunId run;
  private final InstantSource clock;
  private final List<RunEvent> waiting = new ArrayList<>();
  private final Queue<Promise<Void>> flushes = new ArrayDeque<>();
  private final Queue<Runnable> drains = new ArrayDeque<>();
  private final Promise<Void> failure = Promise.promise();
  private EventId next;
  private int waitingChars;
  private boolean writing;
  private boolean broken;

  RunLogWriter(EventLog log, RunId run, long epoch, InstantSource clock) {
    this.log = log;
    this.run = run;
    this.clock = clock;
    this.next = new EventId(epoch, 1);
  }

  /** Fails once when the log refuses or cannot be written; nothing is written after that. */
  Future<Void> failure() {
    return failure.future();
  }

  @Override
  public void emit(RunEvent event) {
    if (broken) {
      return;
    }
    waiting.add(event);
    waitingChars += chars(event);
    write();
  }

  private static int chars(RunEvent event) {
    return switch (event) {
      case RunEvent.TextAdded text -> text.text().length();
      case RunEvent.ThinkingAdded thinking -> thinking.text().length();
      case RunEvent.ToolStarted tool -> tool.args().length();
      case RunEvent other -> 0;
    };
  }

  @Override
  public boolean isFull() {
    return waiting.size() >= FULL_AT_EVENTS || waitingChars >= FULL_AT_CHARS;
  }

  @Override
  public void onDrain(Runnable action) {
    drains.add(action);
  }

  @Override
  public Future<Void> flush() {
    if (broken) {
      return failure.future();
    }
    if (waiting.isEmpty() && !writing) {
      return Future.succeededFuture();
    }
    Promise<Void> flushed = Promise.promise();
    flushes.add(flushed);
    return flushed.future();
  }

  private void write() {
    if (writing || waiting.isEmpty()) {
      return;
    }
    writing = true;
    int covered = flushes.size();
    List<Envelope> batch = nextBatch();
    // Composed, so that an event that cannot be encoded breaks the log instead of blocking it.
    Future.succeededFuture()
        .compose(now -> log.append(run, batch))
        .onComplete(done -> written(covered, done.cause()));
  }

  private List<Envelope> nextBatch() {
    var now = clock.instant();
    var batch = new ArrayList<Envelope>(waiting.size());
    for (RunEvent event : Coalescer.joinEvents(waiting, MAX_JOINED_CHARS)) {
      batch.add(new Envelope(run, next, now, event));
      next = next.next();
    }
    waiting.clear();
    waitingChars = 0;
    return batch;
  }

  private void written(int covered, @org.jspecify.annotations.Nullable Throwable cause) {
    writing = false;
    if (cause != null) {
      fail(cause);
      return;
    }
    // Flushes asked for while this batch was under way wait for the next one, if there is one.
    int done = waiting.isEmpty() ? flushes.size() : covered;
    var flushed = new ArrayList<Promise<Void>>(done);
    for (int i = 0; i < done; i++) {
      flushed.add(flushes.remove());
    }
    // Told once they are out of the line: whoever hears of it may emit and flush again.
    flushed.forEach(Promise::complete);
    write();
    while (!isFull() && !drains.isEmpty()) {
      drains.remove().run();
    }
  }

  private void fail(Throwable cause) {
    broken = true;
    waiting.clear();
    failure.tryFail(cause);
    flushes.forEach(flushed -> flushed.fail(cause));
    flushes.clear();
    drains.clear();
  }
}
