package dev.sluice.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A connection that stands, and when the answers it owes are due. Answers come in the order of the
 * commands, so the first one due is the first one sent. Confined to its context.
 */
final class Opened {
  private final Redis client;
  private final RedisConnection connection;
  private final Deque<Long> due = new ArrayDeque<>();

  Opened(Redis client, RedisConnection connection) {
    this.client = client;
    this.connection = connection;
  }

  RedisConnection connection() {
    return connection;
  }

  int waiting() {
    return due.size();
  }

  /** Nil comes as {@link Nothing}. */
  Future<Response> send(Request request, long dueNanos) {
    due.addLast(dueNanos);
    return connection
        .send(request)
        .onComplete(_ -> due.pollFirst())
        .map(answer -> answer == null ? Nothing.ANSWER : answer);
  }

  boolean isOverdue(long nowNanos) {
    Long first = due.peekFirst();
    return first != null && first - nowNanos < 0;
  }

  /**
   * Ends the connection and fails what waits for it. The client goes as a whole: a connection that
   * is only given back to its pool stays open while a command blocks on it.
   */
  void close() {
    client.close();
  }
}
