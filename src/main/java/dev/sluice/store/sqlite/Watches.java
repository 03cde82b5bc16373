package dev.sluice.store.sqlite;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventLog.Watch;
import dev.sluice.id.RunId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who wants to hear of which run. Thread-safe; nothing stays of a run that nobody watches. */
final class Watches {
  private final Vertx vertx;
  private final Map<RunId, List<Listener>> listeners = new ConcurrentHashMap<>();

  Watches(Vertx vertx) {
    this.vertx = vertx;
  }

  Watch add(RunId run, Consumer<List<Envelope>> consumer) {
    var listener = new Listener(vertx.getOrCreateContext(), consumer);
    listeners.merge(
        run,
        List.of(listener),
        (those, added) -> Stream.concat(those.stream(), added.stream()).toList());
    return () -> {
      listener.closed = true;
      listeners.computeIfPresent(run, (_, those) -> without(those, listener));
    };
  }

  /** Called by one thread, in the order of commits. */
  void tell(RunId run, List<Envelope> batch, Handover handover) {
    for (Listener listener : listeners.getOrDefault(run, List.of())) {
      listener.tell(batch, handover);
    }
  }

  /** How many runs are watched. */
  int size() {
    return listeners.size();
  }

  private static @Nullable List<Listener> without(List<Listener> those, Listener one) {
    List<Listener> rest = those.stream().filter(listener -> listener != one).toList();
    return rest.isEmpty() ? null : rest;
  }

  private static final class Listener {
    private final Context context;
    private final Consumer<List<Envelope>> consumer;
    private volatile boolean closed;

    Listener(Context context, Consumer<List<Envelope>> consumer) {
      this.context = context;
      this.consumer = consumer;
    }

    void tell(List<Envelope> batch, Handover handover) {
      // If its event loop is gone, so is the one who listened.
      handover.add(context, () -> hear(batch), () -> closed = true);
    }

    private void hear(List<Envelope> batch) {
      if (!closed) {
        consumer.accept(batch);
      }
    }
  }
}
