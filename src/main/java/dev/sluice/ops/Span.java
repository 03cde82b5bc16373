package dev.sluice.ops;

import java.time.Instant;
import java.util.Optional;

/** A stretch of time; open where it has not ended, unknown where nothing says when it was. */
public record Span(Optional<Instant> from, Optional<Instant> to) {
  public static final Span UNKNOWN = new Span(Optional.empty(), Optional.empty());

  public static Span at(Instant when) {
    return of(when, when);
  }

  public static Span of(Instant from, Instant to) {
    return new Span(Optional.of(from), Optional.of(to));
  }

  public static Span since(Instant from) {
    return new Span(Optional.of(from), Optional.empty());
  }

  public Span until(Instant end) {
    return new Span(from, Optional.of(end));
  }
}
