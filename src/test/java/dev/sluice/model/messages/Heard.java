package dev.sluice.model.messages;

import dev.sluice.model.ModelEvent;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listener that keeps what it hears and can be waited for. */
final class Heard implements Consumer<ModelEvent> {
  private final BlockingQueue<ModelEvent> queue = new LinkedBlockingQueue<>();
  private final List<ModelEvent> all = new CopyOnWriteArrayList<>();

  @Override
  public void accept(ModelEvent event) {
    all.add(event);
    queue.add(event);
  }

  List<ModelEvent> all() {
    return all;
  }

  /** Waits for the next event of the kind; those before it are passed over. */
  <E extends ModelEvent> E await(Class<E> kind) throws InterruptedException {
    while (true) {
      ModelEvent event = queue.poll(20, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " came; heard " + all);
      }
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
    }
  }
}
