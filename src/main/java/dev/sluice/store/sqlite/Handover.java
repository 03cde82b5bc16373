package dev.sluice.store.sqlite;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * Actions on their way from the writer's thread to the contexts that wait for them, brought to each
 * event loop all at once: an event loop that is woken for each of many takes the processor from the
 * one who wakes it. Used by one thread; actions for one context keep their order.
 */
final class Handover {

  private record Task(Context context, Runnable action, Runnable whenGone) {}

  private final Map<EventLoop, List<Task>> tasks = new HashMap<>();

  /**
   * @param whenGone called instead, on this thread, when the context's event loop has ended
   */
  void add(Context context, Runnable action, Runnable whenGone) {
    EventLoop loop = ((ContextInternal) context).nettyEventLoop();
    tasks.computeIfAbsent(loop, _ -> new ArrayList<>()).add(new Task(context, action, whenGone));
  }

  /** Brings what was added. */
  void flush() {
    if (tasks.isEmpty()) {
      return;
    }
    tasks.forEach(Handover::bring);
    tasks.clear();
  }

  private static void bring(EventLoop loop, List<Task> tasks) {
    try {
      loop.execute(() -> tasks.forEach(Handover::start));
    } catch (RejectedExecutionException e) {
      tasks.forEach(task -> task.whenGone().run());
    }
  }

  /** On the event loop, where this wakes nobody. */
  private static void start(Task task) {
    try {
      task.context().runOnContext(_ -> task.action().run());
    } catch (RejectedExecutionException e) {
      task.whenGone().run();
    }
  }
}
