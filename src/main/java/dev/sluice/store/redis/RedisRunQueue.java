package dev.sluice.store.redis;

import dev.sluice.id.RunId;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunQueue;
import dev.sluice.store.redis.Line.Entry;
import dev.sluice.store.redis.Line.Wish;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line of waiting runs, shared by all pods. First what is there is asked for; when there is
 * nothing, a connection of its own waits. A run that was given to a pod which did not claim it in
 * time is given to another. Takes outlast an outage; offers and acknowledgements fail in one.
 *
 * <p>Confined to the context of its connection, but for the methods of the port.
 */
final class RedisRunQueue implements RunQueue {
  private static final Logger LOG = LoggerFactory.getLogger(RedisRunQueue.class);
  private static final Duration WAIT = Duration.ofSeconds(2);

  /** While nobody wants a background run: somebody who does may come at any moment. */
  private static final Duration SHORT_WAIT = Duration.ofMillis(250);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration TIDY_EVERY = Duration.ofMinutes(10);
  private static final Duration CONSUMER_SILENCE = Duration.ofHours(1);

  private final Link link;
  private final Line line;
  private final Duration answerWithin;
  private final Cadence reclaims;
  private final Cadence tidying = new Cadence(TIDY_EVERY);
  private final GivenRuns given = new GivenRuns();
  private final Deque<Taker> takers = new ArrayDeque<>();
  private Duration pause = FIRST_PAUSE;
  private boolean serving;
  private boolean answerLost;
  private boolean closed;

  RedisRunQueue(Link link, Line line, RedisOptions options) {
    this.link = link;
    this.line = line;
    this.answerWithin = options.config().commandTimeout();
    this.reclaims = new Cadence(options.config().reclaimAfter().dividedBy(3));
  }

  @Override
  public Future<Void> offer(RunId run, RunClass runClass) {
    return line.offer(run, runClass);
  }

  @Override
  public Future<List<RunId>> take(int max, int maxBackground) {
    if (max < 1 || maxBackground < 0) {
      return Future.failedFuture(
          new IllegalArgumentException("take at least one run, and no negative number"));
    }
    return Caller.through(context(), () -> join(new Taker(max, maxBackground, Promise.promise())));
  }

  @Override
  public Future<Void> ack(RunId run) {
    return Caller.through(
        context(),
        () -> Future.join(given.remove(run).stream().map(line::ack).toList()).mapEmpty());
  }

  @Override
  public Future<Void> close() {
    return Caller.through(context(), this::leave);
  }

  private Context context() {
    return link.context();
  }

  private Future<List<RunId>> join(Taker taker) {
    if (closed) {
      return Future.succeededFuture(List.of());
    }
    takers.addLast(taker);
    handOut(List.of());
    serve();
    return taker.runs().future();
  }

  private Future<Void> leave() {
    if (closed) {
      return Future.succeededFuture();
    }
    closed = true;
    takers.forEach(taker -> taker.runs().complete(List.of()));
    takers.clear();
    link.close();
    return line.tidy(CONSUMER_SILENCE, true).otherwiseEmpty();
  }

  private void serve() {
    if (serving || closed || takers.isEmpty()) {
      return;
    }
    serving = true;
    round()
        .onSuccess(_ -> pause = FIRST_PAUSE)
        .recover(this::pauseAfter)
        .onComplete(
            _ -> {
              serving = false;
              serve();
            });
  }

  private Future<Void> round() {
    if (tidying.isDue()) {
      line.tidy(CONSUMER_SILENCE, false);
    }
    int before = takers.size();
    Taker first = takers.getFirst();
    return ask(first)
        .compose(_ -> takers.size() < before ? done() : askFor(first))
        .compose(_ -> takers.size() < before || takers.isEmpty() ? done() : waitForOne());
  }

  /** Somebody behind the first may want what the first does not. */
  private Future<Void> askFor(Taker first) {
    return takers.stream()
        .filter(taker -> first.maxBackground() == 0 && taker.maxBackground() > 0)
        .findFirst()
        .map(this::ask)
        .orElseGet(RedisRunQueue::done);
  }

  private Future<Void> ask(Taker taker) {
    boolean again = answerLost;
    answerLost = false;
    var wish =
        new Wish(
            taker.max(),
            Math.min(taker.max(), taker.maxBackground()),
            given.backgroundIsDue(),
            reclaims.isDue(),
            again);
    return line.take(wish).onSuccess(this::handOut).mapEmpty();
  }

  private Future<Void> waitForOne() {
    boolean background = takers.stream().anyMatch(taker -> taker.maxBackground() > 0);
    Duration wait = background ? WAIT : SHORT_WAIT;
    return link.send(line.waitForOne(wait.toMillis(), background), wait.plus(answerWithin))
        .map(line::waited)
        .compose(
            entries -> {
              handOut(entries);
              return entries.isEmpty() ? done() : line.unmark(entries);
            })
        // The group is gone: asking makes it anew.
        .recover(
            cause ->
                RedisFailures.isNoGroup(cause)
                    ? done()
                    : Future.failedFuture(RedisFailures.of(cause)));
  }

  private void handOut(List<Entry> entries) {
    given.add(entries);
    takers.removeIf(
        taker -> {
          List<RunId> runs = given.give(taker.max(), taker.maxBackground());
          return !runs.isEmpty() && taker.runs().tryComplete(runs);
        });
  }

  /** What was on its way when the connection broke is ours, and must be asked for. */
  private Future<Void> pauseAfter(Throwable cause) {
    answerLost = true;
    if (closed) {
      return done();
    }
    LOG.debug("cannot take runs now: {}", cause.getMessage());
    Promise<Void> waited = Promise.promise();
    context().owner().setTimer(pause.toMillis(), _ -> waited.complete());
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return waited.future();
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  private record Taker(int max, int maxBackground, Promise<List<RunId>> runs) {}
}
