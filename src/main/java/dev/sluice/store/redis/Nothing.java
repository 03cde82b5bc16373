package dev.sluice.store.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;

/** What nil is turned into: an answer with nothing in it. */
enum Nothing implements Response {
  ANSWER;

  @Override
  public ResponseType type() {
    return ResponseType.MULTI;
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public Set<String> getKeys() {
    return Set.of();
  }

  @Override
  public Iterator<Response> iterator() {
    return Collections.emptyIterator();
  }
}
