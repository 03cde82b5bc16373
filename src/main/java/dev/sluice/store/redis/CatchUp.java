package dev.sluice.store.redis;

import dev.sluice.id.RunId;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Looks up the newest batch of runs whose readers may have missed something, a few at a time, and
 * again until it was found out. Confined to the context of the channels.
 */
final class CatchUp {
  private static final int AT_ONCE = 64;
  private static final Duration AGAIN_AFTER = Duration.ofMillis(250);

  private final Vertx vertx;
  private final Function<RunId, Future<Optional<String>>> newest;
  private final Predicate<RunId> wanted;
  private final BiConsumer<RunId, String> found;
  private final SequencedSet<RunId> waiting = new LinkedHashSet<>();
  private int looking;
  private boolean resting;

  CatchUp(
      Vertx vertx,
      Function<RunId, Future<Optional<String>>> newest,
      Predicate<RunId> wanted,
      BiConsumer<RunId, String> found) {
    this.vertx = vertx;
    this.newest = newest;
    this.wanted = wanted;
    this.found = found;
  }

  void add(RunId run) {
    waiting.add(run);
    pump();
  }

  private void pump() {
    while (!resting && looking < AT_ONCE && !waiting.isEmpty()) {
      RunId run = waiting.removeFirst();
      if (wanted.test(run)) {
        look(run);
      }
    }
  }

  private void look(RunId run) {
    looking++;
    newest
        .apply(run)
        .onSuccess(batch -> batch.ifPresent(text -> found.accept(run, text)))
        .onFailure(cause -> againAfter(run, cause))
        .onComplete(
            _ -> {
              looking--;
              pump();
            });
  }

  private void againAfter(RunId run, Throwable cause) {
    if (!(cause instanceof StoreException trouble) || trouble.kind() != Kind.UNAVAILABLE) {
      return;
    }
    waiting.add(run);
    if (!resting) {
      resting = true;
      vertx.setTimer(
          AGAIN_AFTER.toMillis(),
          _ -> {
            resting = false;
            pump();
          });
    }
  }
}
