package dev.sluice.event;

import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The port to the ordered, durable log of each run's events. Futures complete on the caller's
 * context.
 */
public interface EventLog {

  /**
   * Appends the batch whole or not at all; done when durable. Ids must rise, and the first must be
   * greater than the last one kept, else it fails with {@link FencedAppend}. Any other failure
   * leaves open whether it was written: the same batch may be appended again, and a refusal then
   * says how far the log is.
   */
  Future<Void> append(RunId run, List<Envelope> batch);

  /** The newest id; {@link EventId#ZERO} when nothing is kept. */
  Future<EventId> lastId(RunId run);

  /** Events after the position, oldest first, at most {@code limit}. */
  Future<LogPage> read(RunId run, EventId after, int limit);

  /**
   * Tells of appended batches from now on, in order, on the context that called {@code watch}. A
   * batch may be told late, twice or not at all: the log is the truth, this is a hint.
   */
  Watch watch(RunId run, Consumer<List<Envelope>> listener);

  /** Drops all events of the run. */
  Future<Void> delete(RunId run);

  /**
   * @param trimmed events between the asked position and the first one here are gone
   */
  record LogPage(List<Envelope> events, boolean trimmed) {
    public LogPage {
      events = List.copyOf(events);
    }
  }

  /** Ends a watch; without effect the second time. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** A later epoch, or the same batch, has been written already. */
  final class FencedAppend extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Optional<EventId> last;

    public FencedAppend(Optional<EventId> last) {
      super("the event log refused the append: it is at " + last, null, false, false);
      this.last = last;
    }

    /** The newest id in the log, where known. */
    public Optional<EventId> last() {
      return last;
    }
  }
}
