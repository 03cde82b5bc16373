package dev.sluice.event;

import dev.sluice.id.RunId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An event log in memory for one run, for any thread. What it does at once a test may take over:
 * set {@link #deferReads} to hold reads back, {@link #hints} to change what watchers hear.
 */
public final class FakeEventLog implements EventLog {
  private final TreeMap<EventId, Envelope> kept = new TreeMap<>();
  private final List<Listener> watchers = new CopyOnWriteArrayList<>();
  private EventId last = EventId.ZERO;
  private EventId trimmedTo = EventId.ZERO;

  /** Gets every answer that would be given; runs it when, and if, the read shall end. */
  public volatile Consumer<Runnable> deferReads = Runnable::run;

  /** Gets every telling of a batch to a watcher. */
  public volatile Consumer<Runnable> hints = Runnable::run;

  /** Set, it fails reads. */
  public volatile @Nullable RuntimeException readFailure;

  private record Listener(@Nullable Context context, Consumer<List<Envelope>> consumer) {
    void tell(List<Envelope> batch) {
      if (context == null) {
        consumer.accept(batch);
      } else {
        context.runOnContext(_ -> consumer.accept(batch));
      }
    }
  }

  @Override
  public Future<Void> append(RunId run, List<Envelope> batch) {
    synchronized (this) {
      for (Envelope event : batch) {
        if (event.id().compareTo(last) <= 0) {
          return Future.failedFuture(new FencedAppend(Optional.of(last)));
        }
        last = event.id();
        kept.put(last, event);
      }
    }
    watchers.forEach(watcher -> hints.accept(() -> watcher.tell(batch)));
    return Future.succeededFuture();
  }

  @Override
  public Future<EventId> lastId(RunId run) {
    return answer(() -> last);
  }

  @Override
  public Future<LogPage> read(RunId run, EventId after, int limit) {
    return answer(
        () ->
            new LogPage(
                kept.tailMap(after, false).values().stream().limit(limit).toList(),
                after.compareTo(trimmedTo) < 0));
  }

  @Override
  public Watch watch(RunId run, Consumer<List<Envelope>> listener) {
    var watcher = new Listener(Vertx.currentContext(), listener);
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  @Override
  public Future<Void> delete(RunId run) {
    synchronized (this) {
      kept.clear();
    }
    return Future.succeededFuture();
  }

  /** Forgets everything, its newest id too. */
  public synchronized void lose() {
    kept.clear();
    last = EventId.ZERO;
    trimmedTo = EventId.ZERO;
  }

  /** Drops what is not after the id. */
  public synchronized void trim(EventId upTo) {
    kept.headMap(upTo, true).clear();
    trimmedTo = upTo;
  }

  public synchronized List<Envelope> events() {
    return new ArrayList<>(kept.values());
  }

  public int watchers() {
    return watchers.size();
  }

  private <T> Future<T> answer(Supplier<T> value) {
    Context context = Vertx.currentContext();
    Promise<T> promise = Promise.promise();
    deferReads.accept(
        () -> {
          if (context == null) {
            complete(promise, value);
          } else {
            context.runOnContext(_ -> complete(promise, value));
          }
        });
    return promise.future();
  }

  private <T> void complete(Promise<T> promise, Supplier<T> value) {
    RuntimeException failure = readFailure;
    if (failure != null) {
      promise.fail(failure);
      return;
    }
    T now;
    synchronized (this) {
      now = value.get();
    }
    promise.complete(now);
  }
}
