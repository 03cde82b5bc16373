package dev.sluice.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Event loops that were found blocked. One that the machine gave no time to is no fault of ours: a
 * loop counts when it waits for something, sits in a native call, or has really used the time.
 */
public final class BlockedLoops {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String EVENT_LOOP = "vert.x-eventloop-thread";
  private static final int SHOWN_FRAMES = 25;
  private static final long SAME_EXECUTION_NANOS = 50_000_000;

  private static final Map<Long, Sight> sights = new HashMap<>();
  private static final List<String> found = new ArrayList<>();

  /** When one execution was first seen to take too long. */
  private record Sight(long beganAt, long cpuNanos) {}

  private BlockedLoops() {}

  /** Forgets and gives what was found since the last call. */
  public static synchronized List<String> drain() {
    var blocked = List.copyOf(found);
    found.clear();
    return blocked;
  }

  /**
   * @param durationNanos since the loop began with what it is at
   */
  static synchronized void report(Thread thread, long durationNanos, long limitNanos) {
    if (!thread.getName().startsWith(EVENT_LOOP)) {
      return;
    }
    if (durationNanos < limitNanos) {
      return;
    }
    long cpu = THREADS.getThreadCpuTime(thread.threadId()) - cpuBefore(thread, durationNanos);
    StackTraceElement[] stack = thread.getStackTrace();
    if (stack.length > 0 && (isWaiting(thread, stack) || cpu > limitNanos / 2)) {
      found.add(describe(thread, durationNanos, stack));
    }
  }

  /** What the thread had used when this execution was first seen here. */
  private static long cpuBefore(Thread thread, long durationNanos) {
    long beganAt = System.nanoTime() - durationNanos;
    Sight sight = sights.get(thread.threadId());
    if (sight == null || beganAt - sight.beganAt() > SAME_EXECUTION_NANOS) {
      sight = new Sight(beganAt, THREADS.getThreadCpuTime(thread.threadId()));
      sights.put(thread.threadId(), sight);
    }
    return sight.cpuNanos();
  }

  private static boolean isWaiting(Thread thread, StackTraceElement[] stack) {
    return thread.getState() != Thread.State.RUNNABLE
        || (stack[0].isNativeMethod() && !stack[0].getMethodName().startsWith("epoll"));
  }

  private static String describe(Thread thread, long nanos, StackTraceElement[] stack) {
    return Stream.of(stack)
        .limit(SHOWN_FRAMES)
        .map(frame -> "    at " + frame)
        .collect(
            Collectors.joining(
                "\n", thread.getName() + " was blocked for " + nanos / 1_000_000 + " ms\n", ""));
  }
}
