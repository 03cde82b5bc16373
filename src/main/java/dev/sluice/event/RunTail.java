package dev.sluice.event;

import dev.sluice.event.LogReader.Found;
import dev.sluice.event.TailQueue.Hint;
import dev.sluice.id.RunId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader of one run: what the log has after a position, then what is added, until {@link
 * RunEvent.Done}. Every event once, in order; where the log no longer has something, {@link
 * RunEvent.Trimmed} comes in its place. Such an announcement has no position of its own: its
 * envelope carries the one before it.
 *
 * <p>Nothing is delivered before {@link #handler} is set, nor while paused. Meanwhile a tail holds
 * at most {@code maxBuffered} events and one announcement, however much is added: the log is the
 * buffer, and the rest is read again. Confined to the context that opened it, on which all
 * callbacks come.
 */
public final class RunTail implements AutoCloseable {
  private final TailQueue queue;
  private final LogReader reader;
  private final EventLog.Watch watch;
  private final TailTimers.Timer idleCheck;
  private final int pageSize;
  private final int enoughRoom;
  private @Nullable Consumer<Envelope> handler;
  private Consumer<Optional<Throwable>> endHandler = _ -> {};
  private EventId hinted = EventId.ZERO;
  private boolean behind = true;
  private boolean news;
  private boolean paused;
  private boolean pumping;
  private boolean closed;
  private boolean begun;

  private RunTail(EventLog log, TailQueue queue, RunId run, Options options, TailTimers timers) {
    this.queue = queue;
    this.pageSize = options.pageSize();
    this.enoughRoom = Math.min(options.pageSize(), (options.maxBuffered() + 1) / 2);
    this.reader = new LogReader(log, run, timers, options.pace(), cause -> end(Optional.of(cause)));
    // Before the first read: what is added in between is heard, or read.
    this.watch = log.watch(run, this::hear);
    this.idleCheck = timers.every(options.pace().idle(), this::lookWhenIdle);
  }

  /**
   * The log has nothing any more of what was read from it. More may come or not: only whoever knows
   * how the run stands can tell, and the reader is to ask anew.
   */
  public static final class LogLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogLost() {
      super("the run's log was lost", null, false, false);
    }
  }

  record Options(int pageSize, int maxBuffered, TailPace pace) {
    Options {
      if (pageSize < 1 || maxBuffered < 1) {
        throw new IllegalArgumentException("a tail reads and holds at least one event");
      }
    }
  }

  /**
   * Opens a tail on the current Vert.x context.
   *
   * @param after the last event that the reader has; {@link EventId#ZERO} for all
   */
  public static RunTail open(
      EventLog log, RunId run, EventId after, int pageSize, int maxBuffered) {
    var options = new Options(pageSize, maxBuffered, TailPace.DEFAULT);
    return open(log, run, after, options, TailTimers.ofCurrentContext());
  }

  static RunTail open(EventLog log, RunId run, EventId after, Options options, TailTimers timers) {
    var queue = new TailQueue(run, after, options.maxBuffered());
    return new RunTail(log, queue, run, options, timers);
  }

  /**
   * Called once, after the last delivery: empty after {@code Done}, else with why the tail cannot
   * go on (the log failed again and again, has lost all that it had, or the handler threw). Not
   * called after {@link #close}.
   */
  public RunTail endHandler(Consumer<Optional<Throwable>> newEndHandler) {
    endHandler = newEndHandler;
    return this;
  }

  /** Takes the events, from now on. */
  public RunTail handler(Consumer<Envelope> newHandler) {
    handler = newHandler;
    pump();
    return this;
  }

  /** No delivery until {@link #resume}; takes effect within the handler too. */
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
    pump();
  }

  /** Events held for the handler. */
  public int buffered() {
    return queue.size();
  }

  /** Ends the watch, the timers and the delivery; without effect the second time. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stopReading();
      queue.clear();
    }
  }

  private void hear(List<Envelope> batch) {
    if (closed || queue.complete()) {
      return;
    }
    news = true;
    for (Envelope event : batch) {
      if (reader.busy()) {
        hinted = event.id().compareTo(hinted) > 0 ? event.id() : hinted;
      } else {
        Hint hint = queue.offer(event);
        begun |= hint == Hint.TAKEN;
        behind |= hint == Hint.READ;
      }
    }
    pump();
  }

  private void lookWhenIdle() {
    behind |= !news && !reader.busy();
    news = false;
    pump();
  }

  private void take(Found found) {
    if (begun && found.isEmptied()) {
      end(Optional.of(new LogLost()));
      return;
    }
    begun |= !found.page().events().isEmpty();
    queue.take(found.page());
    if (found.unknownPosition()) {
      queue.restart();
    }
    behind =
        found.unknownPosition() || found.mayHaveMore() || hinted.compareTo(queue.position()) > 0;
    pump();
  }

  /** Delivers and reads until it has to wait for either side; a loop, however the log answers. */
  private void pump() {
    if (pumping || closed || handler == null) {
      return;
    }
    pumping = true;
    try {
      do {
        deliver(handler);
      } while (readAtOnce());
    } catch (RuntimeException e) {
      end(Optional.of(e));
    } finally {
      pumping = false;
    }
    if (!closed && queue.finished()) {
      end(Optional.empty());
    }
  }

  private void deliver(Consumer<Envelope> to) {
    @Nullable Envelope event;
    while (!closed && !paused && (event = queue.poll()) != null) {
      to.accept(event);
    }
    if (queue.complete()) {
      stopReading();
    }
  }

  /**
   * Begins to read when there is something to read and room for it; true if it is there already.
   */
  private boolean readAtOnce() {
    boolean wanted = behind && !closed && !queue.complete();
    if (!wanted || reader.busy() || queue.room() < enoughRoom) {
      return false;
    }
    behind = false;
    hinted = queue.position();
    reader.read(queue.position(), Math.min(pageSize, queue.room()), this::take);
    return !reader.busy();
  }

  private void end(Optional<Throwable> cause) {
    if (!closed) {
      close();
      endHandler.accept(cause);
    }
  }

  private void stopReading() {
    watch.close();
    idleCheck.cancel();
    reader.stop();
  }
}
