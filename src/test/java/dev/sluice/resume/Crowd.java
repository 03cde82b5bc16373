package dev.sluice.resume;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many who do something at the same time, each on a thread of its own. */
final class Crowd<T> implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<T>> begun = new ArrayList<>();

  void begin(Callable<T> task) {
    begun.add(threads.submit(task));
  }

  /** What came of all of them, in the order in which they began; fails with the first failure. */
  List<T> all() throws Exception {
    var results = new ArrayList<T>();
    for (Future<T> one : begun) {
      try {
        results.add(one.get());
      } catch (ExecutionException e) {
        throw new AssertionError("one of the crowd failed", e.getCause());
      }
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
