package dev.sluice.ops;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a tag's values bounded: names come from configuration and from callers, and each new value
 * is a new time series for ever. After the first {@code most} names the rest are {@code other}.
 * Thread-safe.
 */
final class BoundedNames {
  static final String OTHER = "other";

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger();

  BoundedNames(int most) {
    this.most = most;
  }

  String of(String name) {
    if (known.contains(name)) {
      return name;
    }
    if (places.get() >= most) {
      return OTHER;
    }
    if (!known.add(name)) {
      return name;
    }
    if (places.incrementAndGet() <= most) {
      return name;
    }
    known.remove(name);
    return OTHER;
  }
}
