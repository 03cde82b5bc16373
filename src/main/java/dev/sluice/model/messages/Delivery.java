package dev.sluice.model.messages;

import dev.sluice.model.ModelEvent;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to the listener in order, none while paused. What had been read of the socket when
 * the pause began waits here: at most one chunk's worth.
 */
final class Delivery {
  private final Consumer<ModelEvent> listener;
  private final Queue<ModelEvent> waiting = new ArrayDeque<>();
  private @Nullable Runnable afterLast;
  private boolean paused;
  private boolean busy;

  Delivery(Consumer<ModelEvent> listener) {
    this.listener = listener;
  }

  boolean isPaused() {
    return paused;
  }

  void offer(ModelEvent event) {
    waiting.add(event);
    drain();
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    drain();
  }

  /** No event will follow; the action runs once all that wait are delivered, perhaps now. */
  void close(Runnable action) {
    afterLast = action;
    drain();
  }

  /** Nothing more is delivered and no closing action runs. */
  void discard() {
    waiting.clear();
    afterLast = null;
  }

  private void drain() {
    if (busy) {
      return;
    }
    busy = true;
    try {
      while (!paused && !waiting.isEmpty()) {
        listener.accept(waiting.remove());
      }
    } finally {
      busy = false;
    }
    Runnable last = afterLast;
    if (!paused && last != null) {
      afterLast = null;
      last.run();
    }
  }
}
