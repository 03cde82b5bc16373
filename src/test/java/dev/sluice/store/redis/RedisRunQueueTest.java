package dev.sluice.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.RunId;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunQueue;
import dev.sluice.run.RunQueueContract;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRunQueueTest extends RunQueueContract {
  @RegisterExtension
  final OpenRedis redis =
      new OpenRedis(config -> RedisSettings.withReclaimAfter(config, Duration.ofSeconds(1)));

  @Override
  protected RunQueue queue() {
    return redis.store().queue();
  }

  @Test
  void sharesTheRunsOutAmongPods() {
    var pods = List.of(queue(), redis.pod("pod-2").queue(), redis.pod("pod-3").queue());
    List<Future<List<RunId>>> takes =
        pods.stream().flatMap(pod -> Stream.generate(() -> pod.take(2, 2)).limit(2)).toList();
    var runs = Stream.generate(RunId::random).limit(6).toList();
    // Twice is allowed: a pod whose answer came too late on a busy machine asks for it again.
    var taken = new HashSet<RunId>();
    runs.forEach(run -> pods.getLast().offer(run, RunClass.INTERACTIVE).await());
    takes.forEach(take -> taken.addAll(take.await()));
    while (taken.size() < runs.size()) {
      taken.addAll(pods.getFirst().take(6, 6).await());
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(runs);
  }

  @Test
  void takesNoMoreBackgroundRunsThanAllowed() {
    var background = Stream.generate(RunId::random).limit(3).toList();
    RunId interactive = RunId.random();
    background.forEach(run -> queue().offer(run, RunClass.BACKGROUND).await());
    Future<List<RunId>> none = queue().take(5, 0);
    assertThat(queue().take(5, 2).await()).isEqualTo(background.subList(0, 2));
    queue().offer(interactive, RunClass.INTERACTIVE).await();
    assertThat(none.await()).containsExactly(interactive);
    assertThat(queue().take(5, 5).await()).containsExactly(background.getLast());
  }

  @Test
  void givesABackgroundRunItsTurnAmongManyInteractiveOnes() {
    RunId background = RunId.random();
    queue().offer(background, RunClass.BACKGROUND).await();
    for (int i = 0; i < 10; i++) {
      queue().offer(RunId.random(), RunClass.INTERACTIVE).await();
    }
    var taken = new ArrayList<RunId>();
    for (int i = 0; i < 5; i++) {
      taken.addAll(queue().take(1, 1).await());
    }
    assertThat(taken.getLast()).isEqualTo(background);
  }

  @Test
  void givesARunThatAPodTookAndDidNotClaimToAnother() {
    RunId run = RunId.random();
    queue().offer(run, RunClass.BACKGROUND).await();
    assertThat(queue().take(1, 1).await()).containsExactly(run);
    RunQueue other = redis.pod("pod-2").queue();
    assertThat(other.take(1, 1).await()).containsExactly(run);
    other.ack(run).await();
    assertThat(left()).isZero();
  }

  @Test
  void leavesNothingOfAnAcknowledgedRun() {
    RunId run = RunId.random();
    queue().offer(run, RunClass.INTERACTIVE).await();
    queue().take(1, 1).await();
    queue().ack(run).await();
    assertThat(left()).isZero();
    assertThat(redis.redis(Command.HLEN, redis.key("queue:lined")).toNumber().intValue()).isZero();
    assertThat(pending("interactive")).isZero();
  }

  @Test
  void putsATakenRunInLineAgainWhenItIsOfferedAgain() {
    RunId run = RunId.random();
    queue().offer(run, RunClass.INTERACTIVE).await();
    assertThat(queue().take(1, 1).await()).containsExactly(run);
    queue().offer(run, RunClass.INTERACTIVE).await();
    queue().ack(run).await();
    assertThat(queue().take(1, 1).await()).containsExactly(run);
  }

  @Test
  void takesARunInLineAgainWhoseEntryWasLost() {
    RunId run = RunId.random();
    queue().offer(run, RunClass.INTERACTIVE).await();
    redis.redis(Command.DEL, redis.key("queue:interactive"));
    queue().offer(run, RunClass.INTERACTIVE).await();
    assertThat(queue().take(1, 1).await()).containsExactly(run);
  }

  @Test
  void goesOnWhenItsStreamsAreGoneWhileItWaits() {
    Future<List<RunId>> before = queue().take(1, 1);
    RunId first = RunId.random();
    queue().offer(first, RunClass.INTERACTIVE).await();
    assertThat(before.await()).containsExactly(first);
    Future<List<RunId>> waiting = queue().take(1, 1);
    redis.redis(
        Command.DEL,
        redis.key("queue:interactive"),
        redis.key("queue:background"),
        redis.key("queue:lined"));
    RunId second = RunId.random();
    queue().offer(second, RunClass.BACKGROUND).await();
    assertThat(waiting.await()).containsExactly(second);
  }

  @Test
  void isForgottenAsAConsumerWhenItLeavesWithNothingOwed() {
    RedisStore leaving = redis.pod("pod-2");
    RunId run = RunId.random();
    queue().offer(run, RunClass.INTERACTIVE).await();
    leaving.queue().take(1, 1).await();
    leaving.queue().ack(run).await();
    assertThat(consumers()).contains("pod-2");
    leaving.close().await();
    assertThat(consumers()).doesNotContain("pod-2");
  }

  @Test
  void keepsAConsumerThatLeavesWithSomethingOwed() {
    RedisStore leaving = redis.pod("pod-2");
    RunId run = RunId.random();
    queue().offer(run, RunClass.INTERACTIVE).await();
    leaving.queue().take(1, 1).await();
    leaving.close().await();
    assertThat(consumers()).contains("pod-2");
    assertThat(queue().take(1, 1).await()).containsExactly(run);
  }

  private long left() {
    return redis.redis(Command.XLEN, redis.key("queue:interactive")).toNumber().longValue()
        + redis.redis(Command.XLEN, redis.key("queue:background")).toNumber().longValue();
  }

  private long pending(String stream) {
    return redis
        .redis(Command.XPENDING, redis.key("queue:" + stream), "workers")
        .get(0)
        .toNumber()
        .longValue();
  }

  private Set<String> consumers() {
    var names = new HashSet<String>();
    Response consumers =
        redis.redis(Command.XINFO, "CONSUMERS", redis.key("queue:interactive"), "workers");
    for (Response consumer : consumers) {
      names.add(consumer.isMap() ? consumer.get("name").toString() : consumer.get(1).toString());
    }
    return names;
  }
}
