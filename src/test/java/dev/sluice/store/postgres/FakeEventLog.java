package dev.sluice.store.postgres;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The other store that events are in. Can be away. */
final class FakeEventLog implements EventLog {
  private final Map<RunId, List<Envelope>> logs = new ConcurrentHashMap<>();
  private volatile boolean away;

  void setAway(boolean away) {
    this.away = away;
  }

  @Override
  public Future<Void> append(RunId run, List<Envelope> batch) {
    logs.merge(
        run,
        List.copyOf(batch),
        (earlier, later) -> {
          var both = new ArrayList<>(earlier);
          both.addAll(later);
          return List.copyOf(both);
        });
    return Future.succeededFuture();
  }

  @Override
  public Future<EventId> lastId(RunId run) {
    List<Envelope> events = events(run);
    return Future.succeededFuture(events.isEmpty() ? EventId.ZERO : events.getLast().id());
  }

  @Override
  public Future<LogPage> read(RunId run, EventId after, int limit) {
    List<Envelope> later =
        events(run).stream().filter(one -> one.id().compareTo(after) > 0).limit(limit).toList();
    return Future.succeededFuture(new LogPage(later, false));
  }

  @Override
  public Watch watch(RunId run, Consumer<List<Envelope>> listener) {
    return () -> {};
  }

  @Override
  public Future<Void> delete(RunId run) {
    if (away) {
      return Future.failedFuture("the event log is away");
    }
    logs.remove(run);
    return Future.succeededFuture();
  }

  private List<Envelope> events(RunId run) {
    return Optional.ofNullable(logs.get(run)).orElse(List.of());
  }
}
