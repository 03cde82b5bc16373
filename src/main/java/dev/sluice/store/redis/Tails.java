package dev.sluice.store.redis;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog.Watch;
import dev.sluice.id.RunId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Who wants to hear of which run. A run is subscribed to once, however many watch it, and only
 * while somebody does. When a subscription begins to stand, its newest batch is told: so nobody
 * waits for what was added before. Each batch of a run is told once, in order.
 */
final class Tails {
  private final Channels channels;
  private final Function<RunId, String> channelOf;
  private final CatchUp catchUp;
  private final Map<RunId, Tail> tails = new HashMap<>();

  /**
   * @param newest the newest batch in a run's log
   */
  Tails(
      Channels channels,
      Function<RunId, String> channelOf,
      Function<RunId, Future<Optional<String>>> newest) {
    this.channels = channels;
    this.channelOf = channelOf;
    this.catchUp = new CatchUp(channels.context().owner(), newest, tails::containsKey, this::tell);
  }

  /** From any thread; hears on the calling context. */
  Watch watch(RunId run, Consumer<List<Envelope>> consumer) {
    Context context = channels.context().owner().getOrCreateContext();
    var listener = new Listener(context, consumer);
    channels.execute(() -> add(run, listener));
    return () -> {
      listener.closed = true;
      channels.execute(() -> remove(run, listener));
    };
  }

  /** How many runs are watched; on the context of the channels. */
  int size() {
    return tails.size();
  }

  private void add(RunId run, Listener listener) {
    if (listener.closed) {
      return;
    }
    Tail tail = tails.get(run);
    if (tail == null) {
      tail = new Tail(run);
      tails.put(run, tail);
      tail.listeners.add(listener);
      channels.add(channelOf.apply(run), tail);
    } else {
      tail.listeners.add(listener);
    }
  }

  private void remove(RunId run, Listener listener) {
    Tail tail = tails.get(run);
    if (tail != null && tail.listeners.remove(listener) && tail.listeners.isEmpty()) {
      tails.remove(run);
      channels.remove(channelOf.apply(run), tail);
    }
  }

  private void tell(RunId run, String text) {
    Tail tail = tails.get(run);
    if (tail != null) {
      tail.message(text);
    }
  }

  private final class Tail implements Channels.Listener {
    private final RunId run;
    private final List<Listener> listeners = new ArrayList<>();
    private EventId told = EventId.ZERO;

    Tail(RunId run) {
      this.run = run;
    }

    @Override
    public void standing() {
      catchUp.add(run);
    }

    @Override
    public void message(String text) {
      EventId last = StoredBatch.lastId(text);
      if (last.compareTo(told) > 0) {
        told = last;
        List<Envelope> batch = List.copyOf(StoredBatch.events(run, text));
        listeners.forEach(listener -> listener.tell(batch));
      }
    }
  }

  private static final class Listener {
    private final Context context;
    private final Consumer<List<Envelope>> consumer;
    private volatile boolean closed;

    Listener(Context context, Consumer<List<Envelope>> consumer) {
      this.context = context;
      this.consumer = consumer;
    }

    void tell(List<Envelope> batch) {
      try {
        context.runOnContext(_ -> hear(batch));
      } catch (RejectedExecutionException e) {
        // Its event loop is gone, and so is the one who listened.
        closed = true;
      }
    }

    private void hear(List<Envelope> batch) {
      if (!closed) {
        consumer.accept(batch);
      }
    }
  }
}
