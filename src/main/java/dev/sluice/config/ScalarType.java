package dev.sluice.config;

import java.util.function.Function;

/**
 * A type that one scalar of the file fills.
 *
 * @param name what a person calls it
 * @param type the Java class, boxed
 * @param concealed a refused text may hold a password, and is not shown
 * @param parser from the final text
 * @param render to a string, number or boolean that reads back as the same value
 */
record ScalarType(
    String name,
    Class<?> type,
    boolean concealed,
    Parser<?> parser,
    Function<Object, Object> render) {
  /** Reads a text, or refuses with a message of the form "must be …" that does not repeat it. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws Refusal;
  }

  boolean is(Class<?> wanted) {
    return type == wanted;
  }

  boolean isNumber() {
    return Number.class.isAssignableFrom(type);
  }
}
