package dev.sluice.run;

import dev.sluice.agent.AgentOutput;
import dev.sluice.event.Coalescer;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one epoch of a run's events. One append is under way at a time; what comes meanwhile is
 * joined and goes with the next, so that a slow disk makes larger batches instead of a longer line.
 * Ids are given when a batch is formed, and kept when it has to be sent again: a log that has them
 * already says so, and nothing is told twice. While a log is away, as much is held as makes the
 * writer full; the model then waits, too. Confined to the run's context.
 */
final class RunLogWriter implements AgentOutput {
  private static final Logger LOG = LoggerFactory.getLogger(RunLogWriter.class);
  private static final int FULL_AT_EVENTS = 4096;
  private static final int FULL_AT_CHARS = 64 * 1024;
  private static final int MAX_JOINED_CHARS = 8 * 1024;

  private final EventLog log;
  private final RunId run;
  private final Resends resends;
  private final List<RunEvent> waiting = new ArrayList<>();
  private final Queue<Promise<Void>> flushes = new ArrayDeque<>();
  private final Queue<Runnable> drains = new ArrayDeque<>();
  private final Promise<Void> failure = Promise.promise();
  private EventId next;
  private int waitingChars;
  private int batchChars;
  private int failures;
  private Instant failedFirst = Instant.MIN;
  private boolean writing;
  private boolean broken;
  private boolean hurried;

  RunLogWriter(EventLog log, RunId run, long epoch, Resends resends) {
    this.log = log;
    this.run = run;
    this.resends = resends;
    this.next = new EventId(epoch, 1);
  }

  /**
   * Fails once when the log refuses, or could not be written for as long as that was worth a try;
   * nothing is written after that.
   */
  Future<Void> failure() {
    return failure.future();
  }

  /** From now on nothing that failed is sent again. */
  void hurry() {
    hurried = true;
  }

  /** Writes nothing more: whatever waits is for others to tell. */
  void abandon() {
    if (!broken) {
      fail(new RunStore.Fenced(run, next.epoch()));
    }
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
    int held = failures > 0 ? batchChars : 0;
    return waiting.size() >= FULL_AT_EVENTS || waitingChars + held >= FULL_AT_CHARS;
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
    batchChars = waitingChars;
    send(nextBatch(), flushes.size());
  }

  /**
   * @param covered so many flushes wait for nothing later than the batch
   */
  private void send(List<Envelope> batch, int covered) {
    // Composed, so that an event that cannot be encoded breaks the log instead of blocking it.
    Future.succeededFuture()
        .compose(now -> log.append(run, batch))
        .recover(cause -> refused(batch.getLast().id(), cause))
        .onSuccess(done -> written(covered))
        .onFailure(cause -> failed(batch, covered, cause));
  }

  /** A log that is at the end of our batch has it: the answer to an earlier send was lost. */
  private Future<Void> refused(EventId sent, Throwable cause) {
    if (!(cause instanceof FencedAppend fenced)) {
      return Future.failedFuture(cause);
    }
    return fenced
        .last()
        .map(Future::succeededFuture)
        .orElseGet(() -> log.lastId(run))
        .compose(
            last ->
                last.epoch() == sent.epoch() && last.compareTo(sent) >= 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
  }

  private void failed(List<Envelope> batch, int covered, Throwable cause) {
    if (broken) {
      return;
    }
    if (failures == 0) {
      failedFirst = resends.now();
    }
    failures++;
    if (hurried || !resends.areWorthIt(cause, failedFirst)) {
      fail(cause);
      return;
    }
    if (failures == 1) {
      LOG.warn("the log of run {} cannot be written now: {}", run, cause.getMessage());
    }
    resends.plan(
        failures,
        () -> {
          if (!broken) {
            send(batch, covered);
          }
        });
  }

  private List<Envelope> nextBatch() {
    var now = resends.now();
    var batch = new ArrayList<Envelope>(waiting.size());
    for (RunEvent event : Coalescer.joinEvents(waiting, MAX_JOINED_CHARS)) {
      batch.add(new Envelope(run, next, now, event));
      next = next.next();
    }
    waiting.clear();
    waitingChars = 0;
    return batch;
  }

  private void written(int covered) {
    if (broken) {
      return;
    }
    writing = false;
    failures = 0;
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
    waitingChars = 0;
    failure.tryFail(cause);
    flushes.forEach(flushed -> flushed.fail(cause));
    flushes.clear();
    drains.clear();
  }
}
