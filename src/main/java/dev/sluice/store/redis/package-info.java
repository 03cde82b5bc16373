/**
 * What pods share through Redis: the line of waiting runs, the log of each run's events, and the
 * signals between those who read a run and the one who works on it.
 *
 * <p>Nothing here is the truth: Redis may be emptied, restarted, slow or away at any moment. While
 * it is away, commands fail at once with {@link dev.sluice.run.StoreException} {@code UNAVAILABLE}
 * and readers wait; when it is back, connections, consumer groups and subscriptions are made anew.
 * A pod has three connections, however many runs and readers it serves: one for commands, one that
 * waits at the queue, one that listens. Needs Redis 6.2 or later, or Valkey; one primary, no
 * cluster.
 */
@NullMarked
package dev.sluice.store.redis;

import org.jspecify.annotations.NullMarked;
