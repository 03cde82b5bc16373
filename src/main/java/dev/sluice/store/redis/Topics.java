package dev.sluice.store.redis;

import dev.sluice.run.RunSignals.Registration;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Short messages to all pods, this one included. They are hints: what is said while a connection is
 * down is not heard, and nobody is told of that. Thread-safe.
 */
public final class Topics {
  private final Commands commands;
  private final Channels channels;
  private final RedisOptions options;

  Topics(Commands commands, Channels channels, RedisOptions options) {
    this.commands = commands;
    this.channels = channels;
    this.options = options;
  }

  /** Done when Redis has it, with the number of subscribed pods. */
  public Future<Integer> publish(String topic, String text) {
    return commands
        .send(Request.cmd(Command.PUBLISH).arg(channel(topic)).arg(text))
        .map(heard -> heard.toNumber().intValue());
  }

  /** Hears, on the calling context, what is published from soon on. */
  public Registration subscribe(String topic, Consumer<String> listener) {
    return subscribe(topic, listener, () -> {});
  }

  /**
   * @param standing called whenever the subscription begins to stand: before that something may
   *     have been missed
   */
  public Registration subscribe(String topic, Consumer<String> listener, Runnable standing) {
    Context context = channels.context().owner().getOrCreateContext();
    var ear = new Ear(context, listener, standing);
    channels.execute(() -> channels.add(channel(topic), ear));
    return () -> {
      ear.closed = true;
      channels.execute(() -> channels.remove(channel(topic), ear));
    };
  }

  private String channel(String topic) {
    return options.key("topic:" + topic);
  }

  private static final class Ear implements Channels.Listener {
    private final Context context;
    private final Consumer<String> listener;
    private final Runnable standing;
    private volatile boolean closed;

    Ear(Context context, Consumer<String> listener, Runnable standing) {
      this.context = context;
      this.listener = listener;
      this.standing = standing;
    }

    @Override
    public void standing() {
      tell(standing);
    }

    @Override
    public void message(String text) {
      tell(() -> listener.accept(text));
    }

    private void tell(Runnable action) {
      try {
        context.runOnContext(
            _ -> {
              if (!closed) {
                action.run();
              }
            });
      } catch (RejectedExecutionException e) {
        // Its event loop is gone, and so is the one who listened.
        closed = true;
      }
    }
  }
}
