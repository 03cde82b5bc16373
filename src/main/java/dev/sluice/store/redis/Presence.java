package dev.sluice.store.redis;

import dev.sluice.id.RunId;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who reads which run, over all pods: what is said here is told to Redis, and what is asked for
 * here is looked up there, each for all runs together, in one command twice a second. While Redis
 * is away nobody's absence grows: an outage is not a reader who left. Thread-safe.
 */
final class Presence {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  private static final Script PRESENT = Script.named("present.lua");
  private static final Script AGES = Script.named("ages.lua");
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

  /** What is known of a run that somebody here asks about. */
  private record Known(Instant firstAsked, Optional<Instant> seen) {
    Known seenAt(Instant at) {
      return seen.isPresent() && !seen.get().isBefore(at)
          ? this
          : new Known(firstAsked, Optional.of(at));
    }
  }

  private final Commands commands;
  private final InstantSource clock;
  private final Supplier<String> serverTime;
  private final List<String> key;
  private final Set<RunId> said = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<RunId, Known> asked = new ConcurrentHashMap<>();
  private volatile Instant asOf;
  private long timer = -1;
  private boolean busy;

  /**
   * @param serverTime milliseconds in place of the server's own time; the empty text for that
   */
  Presence(
      Commands commands, RedisOptions options, InstantSource clock, Supplier<String> serverTime) {
    this.commands = commands;
    this.clock = clock;
    this.serverTime = serverTime;
    this.key = List.of(options.key("presence"));
    this.asOf = clock.instant();
  }

  /** On the context of the commands. */
  void start() {
    timer = commands.context().owner().setPeriodic(EVERY.toMillis(), _ -> beat());
  }

  /** On the context of the commands. */
  void close() {
    commands.context().owner().cancelTimer(timer);
  }

  void present(RunId run) {
    said.add(run);
    Instant now = clock.instant();
    asked.computeIfPresent(run, (_, known) -> known.seenAt(now));
  }

  Duration unattended(RunId run) {
    Instant now = clock.instant();
    Known known = asked.computeIfAbsent(run, _ -> new Known(now, Optional.empty()));
    Duration away = Duration.between(known.seen().orElse(known.firstAsked()), asOf);
    return away.isNegative() ? Duration.ZERO : away;
  }

  void forget(RunId run) {
    asked.remove(run);
  }

  private void beat() {
    if (!busy) {
      busy = true;
      exchange()
          .onFailure(cause -> LOG.debug("presence is not known now: {}", cause.getMessage()))
          .onComplete(_ -> busy = false);
    }
  }

  /** Tells and asks; on the context of the commands. */
  Future<Void> exchange() {
    return tell().compose(_ -> ask());
  }

  private Future<Void> tell() {
    var runs = List.copyOf(said);
    if (runs.isEmpty()) {
      return Future.succeededFuture();
    }
    runs.forEach(said::remove);
    var arguments = new ArrayList<String>();
    arguments.add(serverTime.get());
    arguments.add(Long.toString(FORGET_AFTER.toMillis()));
    runs.forEach(run -> arguments.add(run.value()));
    return PRESENT.run(commands, key, arguments).onFailure(_ -> said.addAll(runs)).mapEmpty();
  }

  private Future<Void> ask() {
    var runs = List.copyOf(asked.keySet());
    Instant now = clock.instant();
    if (runs.isEmpty()) {
      asOf = now;
      return Future.succeededFuture();
    }
    var arguments = new ArrayList<String>();
    arguments.add(serverTime.get());
    runs.forEach(run -> arguments.add(run.value()));
    return AGES.run(commands, key, arguments).onSuccess(ages -> note(runs, now, ages)).mapEmpty();
  }

  private void note(List<RunId> runs, Instant now, Response ages) {
    for (int i = 0; i < runs.size(); i++) {
      long age = ages.get(i).toNumber().longValue();
      if (age >= 0) {
        asked.computeIfPresent(runs.get(i), (_, known) -> known.seenAt(now.minusMillis(age)));
      }
    }
    asOf = now;
  }
}
