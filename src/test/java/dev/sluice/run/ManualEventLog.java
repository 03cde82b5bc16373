package dev.sluice.run;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A log whose appends are acknowledged when the test says so. */
final class ManualEventLog implements EventLog {
  final List<List<Envelope>> batches = new ArrayList<>();
  private final Queue<Promise<Void>> unacknowledged = new ArrayDeque<>();

  @Nullable RuntimeException throwOnAppend;

  void acknowledge() {
    unacknowledged.remove().complete();
  }

  void refuse(Throwable cause) {
    unacknowledged.remove().fail(cause);
  }

  @Override
  public Future<Void> append(RunId run, List<Envelope> batch) {
    if (throwOnAppend != null) {
      throw throwOnAppend;
    }
    batches.add(batch);
    Promise<Void> written = Promise.promise();
    unacknowledged.add(written);
    return written.future();
  }

  @Override
  public Future<EventId> lastId(RunId run) {
    return Future.succeededFuture(
        batches.isEmpty() ? EventId.ZERO : batches.getLast().getLast().id());
  }

  @Override
  public Future<LogPage> read(RunId run, EventId after, int limit) {
    var events =
        batches.stream()
            .flatMap(List::stream)
            .filter(event -> event.id().compareTo(after) > 0)
            .limit(limit)
            .toList();
    return Future.succeededFuture(new LogPage(events, false));
  }

  @Override
  public Watch watch(RunId run, Consumer<List<Envelope>> listener) {
    return () -> {};
  }

  @Override
  public Future<Void> delete(RunId run) {
    batches.clear();
    return Future.succeededFuture();
  }
}
