package dev.sluice.store.redis;

import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.run.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Sends what all runs of this process append. One command is under way at a time, and they begin no
 * faster than configured: what comes meanwhile goes together with the next one. So the load on
 * Redis grows with the number of pods, not with that of the runs. Confined to the context of the
 * commands.
 */
final class Appends {
  private static final Script APPEND = Script.named("append.lua");
  private static final int MOST_BATCHES = 256;
  private static final int MOST_CHARS = 1024 * 1024;
  private static final int MOST_WAITING_CHARS = 64 * 1024 * 1024;

  private record Waiting(String key, StoredBatch batch, Promise<Void> done) {}

  private final Commands commands;
  private final List<String> settings;
  private final long everyNanos;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long waitingChars;
  private long notBefore = System.nanoTime();
  private boolean sending;
  private boolean timed;

  Appends(Commands commands, RedisOptions options) {
    this.commands = commands;
    this.everyNanos = options.config().appendEvery().toNanos();
    this.settings =
        List.of(
            Integer.toString(options.config().maxBatches()),
            Long.toString(options.config().keepUnended().toMillis()),
            Long.toString(options.keepEnded().toMillis()));
  }

  /** Batches under one key are added in the order of the calls. */
  Future<Void> add(String key, StoredBatch batch) {
    if (waitingChars + batch.text().length() > MOST_WAITING_CHARS) {
      return Future.failedFuture(RedisFailures.overloaded());
    }
    var one = new Waiting(key, batch, Promise.promise());
    waiting.addLast(one);
    waitingChars += batch.text().length();
    pump();
    return one.done().future();
  }

  private void pump() {
    if (sending || timed || waiting.isEmpty()) {
      return;
    }
    long early = notBefore - System.nanoTime();
    if (early > 0) {
      timed = true;
      long millis = Duration.ofNanos(early + 999_999).toMillis();
      commands.context().owner().setTimer(millis, _ -> pumpNow());
    } else {
      send();
    }
  }

  private void pumpNow() {
    timed = false;
    if (!sending && !waiting.isEmpty()) {
      send();
    }
  }

  private void send() {
    sending = true;
    notBefore = System.nanoTime() + everyNanos;
    List<Waiting> group = nextGroup();
    var arguments = new ArrayList<String>(settings);
    group.forEach(one -> arguments.addAll(one.batch().arguments()));
    APPEND
        .run(commands, group.stream().map(Waiting::key).toList(), arguments)
        .onSuccess(answers -> answered(group, answers))
        .onFailure(cause -> failed(group, cause))
        .onComplete(
            _ -> {
              sending = false;
              pump();
            });
  }

  private List<Waiting> nextGroup() {
    var group = new ArrayList<Waiting>();
    int chars = 0;
    while (!waiting.isEmpty() && group.size() < MOST_BATCHES) {
      int length = waiting.getFirst().batch().text().length();
      if (!group.isEmpty() && chars + length > MOST_CHARS) {
        break;
      }
      chars += length;
      group.add(waiting.removeFirst());
    }
    waitingChars -= chars;
    return group;
  }

  private void answered(List<Waiting> group, Response answers) {
    for (int i = 0; i < group.size(); i++) {
      answer(group.get(i).done(), answers.get(i).toString());
    }
  }

  private void answer(Promise<Void> done, String answer) {
    if (answer.isEmpty()) {
      done.complete();
    } else if (answer.startsWith("!")) {
      StoreException failure = RedisFailures.of(answer.substring(1));
      if (RedisFailures.isDemoted(answer)) {
        commands.demoted();
      }
      done.fail(failure);
    } else {
      done.fail(new FencedAppend(Optional.of(StoredBatch.id(answer))));
    }
  }

  private static void failed(List<Waiting> group, Throwable cause) {
    Throwable failure = RedisFailures.of(cause);
    group.forEach(one -> one.done().fail(failure));
  }
}
