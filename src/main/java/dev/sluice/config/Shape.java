package dev.sluice.config;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a component can hold, read once from the record types. */
sealed interface Shape {
  /** The name of the type for a person. */
  String describe();

  record Scalar(ScalarType type) implements Shape {
    @Override
    public String describe() {
      return type.name();
    }
  }

  record Concealed() implements Shape {
    @Override
    public String describe() {
      return "secret";
    }
  }

  /** JSON of any form, such as a schema. */
  record Free() implements Shape {
    @Override
    public String describe() {
      return "any value";
    }
  }

  record Maybe(Shape of) implements Shape {
    @Override
    public String describe() {
      return of.describe();
    }
  }

  record Items(Shape of) implements Shape {
    @Override
    public String describe() {
      return "list of " + of.describe();
    }
  }

  record Entries(Shape of) implements Shape {
    @Override
    public String describe() {
      return "map of " + of.describe();
    }
  }

  record Section(Class<? extends Record> type, List<Component> components) implements Shape {
    @Override
    public String describe() {
      return "group of keys";
    }

    Optional<Component> byKey(String key) {
      return components.stream().filter(c -> c.key().equals(key)).findFirst();
    }

    /** What the static method {@code defaults()} of the record answers, when there is one. */
    @Nullable Object defaults() {
      try {
        Method method = type.getDeclaredMethod("defaults");
        method.setAccessible(true);
        return type.cast(method.invoke(null));
      } catch (NoSuchMethodException e) {
        return null;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type.getName() + ".defaults() failed", e);
      }
    }
  }

  /** Whether the value, through an Optional, is a {@link Secret}. */
  default boolean isSecret() {
    return this instanceof Concealed || this instanceof Maybe(Concealed _);
  }
}
