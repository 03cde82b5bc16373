package dev.sluice.config;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One component of a configuration record. */
record Component(
    String name, String key, Shape shape, List<Bound> bounds, String doc, Method accessor) {
  static final String FILE_SUFFIX = "_file";

  /** The key that names a file with the value; only a secret has one. */
  String fileKey() {
    return key + FILE_SUFFIX;
  }

  /** The component's value in that record; none when there is no record to take defaults from. */
  @Nullable Object of(@Nullable Object owner) {
    if (owner == null) {
      return null;
    }
    try {
      return accessor.invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }
}
