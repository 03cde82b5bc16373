package dev.sluice.store.redis;

import io.vertx.core.Context;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection on which this process hears what is published. Whoever listens is told
 * whenever its subscription stands: what was published before that is lost. Confined to its
 * context, but for {@link #execute}.
 */
final class Channels {
  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
  private static final Duration PULSE = Duration.ofSeconds(5);
  private static final int AT_ONCE = 100;

  /** Who listens to a channel. Called on the context of the channels. */
  interface Listener {
    /** From now on, all that is published is heard. Called again after each reconnection. */
    void standing();

    void message(String text);
  }

  private static final class Topic {
    private final List<Listener> listeners = new ArrayList<>();
    private boolean standing;
  }

  private final Link link;
  private final String pulse;
  private final Map<String, Topic> topics = new HashMap<>();
  private @Nullable RedisConnection connection;
  private long timer = -1;
  private boolean pulseOwed;

  /**
   * @param pulse a channel of this process alone: subscribing again and again shows that the
   *     connection is alive
   */
  Channels(Link link, String pulse) {
    this.link = link.onUp(this::up);
    this.pulse = pulse;
  }

  Context context() {
    return link.context();
  }

  /** On the context of the channels; without effect once that is gone. */
  void execute(Runnable action) {
    try {
      context().runOnContext(_ -> action.run());
    } catch (RejectedExecutionException e) {
      LOG.debug("nobody listens any more");
    }
  }

  void start() {
    timer = context().owner().setPeriodic(PULSE.toMillis(), _ -> beat());
  }

  void close() {
    context().owner().cancelTimer(timer);
    topics.clear();
  }

  void add(String channel, Listener listener) {
    Topic topic = topics.get(channel);
    if (topic == null) {
      topic = new Topic();
      topics.put(channel, topic);
      send(Command.SUBSCRIBE, List.of(channel));
    }
    topic.listeners.add(listener);
    if (topic.standing) {
      listener.standing();
    }
  }

  void remove(String channel, Listener listener) {
    Topic topic = topics.get(channel);
    if (topic != null && topic.listeners.remove(listener) && topic.listeners.isEmpty()) {
      topics.remove(channel);
      send(Command.UNSUBSCRIBE, List.of(channel));
    }
  }

  private void up(RedisConnection fresh) {
    connection = fresh;
    fresh.handler(this::heard);
    topics.values().forEach(topic -> topic.standing = false);
    var all = new ArrayList<String>(topics.keySet());
    all.addFirst(pulse);
    pulseOwed = true;
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      send(Command.SUBSCRIBE, all.subList(from, Math.min(from + AT_ONCE, all.size())));
    }
  }

  /** Commands of this kind have no answers of their own: what comes back is heard. */
  private void send(Command command, List<String> channels) {
    RedisConnection to = connection;
    if (to != null && link.isUp()) {
      Request request = Request.cmd(command);
      channels.forEach(request::arg);
      to.send(request).onFailure(cause -> link.drop(RedisFailures.text(cause)));
    }
  }

  private void beat() {
    if (!link.isUp()) {
      return;
    }
    if (pulseOwed) {
      link.drop("no sign of life");
    } else {
      pulseOwed = true;
      send(Command.SUBSCRIBE, List.of(pulse));
    }
  }

  private void heard(Response said) {
    if (said.size() != 3) {
      link.drop("not what a subscriber hears: " + said);
      return;
    }
    String channel = said.get(1).toString();
    switch (said.get(0).toString()) {
      case "subscribe" -> stands(channel);
      case "message" -> tell(channel, said.get(2).toString());
      default -> {}
    }
  }

  private void stands(String channel) {
    if (channel.equals(pulse)) {
      pulseOwed = false;
      return;
    }
    Topic topic = topics.get(channel);
    if (topic != null && !topic.standing) {
      topic.standing = true;
      List.copyOf(topic.listeners).forEach(Listener::standing);
    }
  }

  private void tell(String channel, String text) {
    Topic topic = topics.get(channel);
    if (topic != null) {
      List.copyOf(topic.listeners).forEach(listener -> tell(listener, text));
    }
  }

  private static void tell(Listener listener, String text) {
    try {
      listener.message(text);
    } catch (RuntimeException e) {
      LOG.warn("a message could not be read: {}", e.getMessage());
    }
  }
}
