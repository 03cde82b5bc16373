package dev.sluice.event;

import dev.sluice.event.RunEvent.TextAdded;
import dev.sluice.event.RunEvent.ThinkingAdded;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins adjacent text, and adjacent thinking, of the same turn. Everything else stays as and where
 * it is. Pure.
 */
public final class Coalescer<T> {
  private final Function<T, RunEvent> event;
  private final BiPredicate<T, T> together;
  private final BiFunction<T, RunEvent, T> replace;
  private final int maxLength;
  private final List<T> joined = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable T open;
  private int parts;

  private Coalescer(
      Function<T, RunEvent> event,
      BiPredicate<T, T> together,
      BiFunction<T, RunEvent, T> replace,
      int maxLength) {
    this.event = event;
    this.together = together;
    this.replace = replace;
    this.maxLength = maxLength;
  }

  /**
   * Joins within a run and epoch. The joined event carries the id and time of its last part, so that
   * a reader who has it resumes after all of them.
   *
   * @param maxLength no joined text is longer (in chars); a single part may be
   */
  public static List<Envelope> join(List<Envelope> events, int maxLength) {
    BiPredicate<Envelope, Envelope> together =
        (a, b) -> a.id().epoch() == b.id().epoch() && a.run().equals(b.run());
    return new Coalescer<>(Envelope::event, together, Coalescer::withEvent, maxLength).all(events);
  }

  /** Joins events that have no ids yet. */
  public static List<RunEvent> joinEvents(List<RunEvent> events, int maxLength) {
    return new Coalescer<RunEvent>(it -> it, (a, b) -> true, (it, whole) -> whole, maxLength)
        .all(events);
  }

  private List<T> all(List<T> items) {
    items.forEach(this::accept);
    flush();
    return joined;
  }

  private void accept(T next) {
    String more = textOf(event.apply(next));
    if (open == null || !joinable(open, next) || text.length() + more.length() > maxLength) {
      flush();
    }
    open = next;
    text.append(more);
    parts++;
  }

  private void flush() {
    if (open != null) {
      joined.add(parts == 1 ? open : withText(open, text.toString()));
    }
    open = null;
    text.setLength(0);
    parts = 0;
  }

  private boolean joinable(T a, T b) {
    boolean sameKind =
        switch (event.apply(b)) {
          case TextAdded(int turn, String _) ->
              event.apply(a) instanceof TextAdded(int before, String _) && before == turn;
          case ThinkingAdded(int turn, String _) ->
              event.apply(a) instanceof ThinkingAdded(int before, String _) && before == turn;
          case RunEvent _ -> false;
        };
    return sameKind && together.test(a, b);
  }

  private static String textOf(RunEvent event) {
    return switch (event) {
      case TextAdded(int _, String text) -> text;
      case ThinkingAdded(int _, String text) -> text;
      case RunEvent _ -> "";
    };
  }

  private T withText(T last, String whole) {
    RunEvent joint =
        switch (event.apply(last)) {
          case TextAdded(int turn, String _) -> new TextAdded(turn, whole);
          case ThinkingAdded(int turn, String _) -> new ThinkingAdded(turn, whole);
          case RunEvent other -> other;
        };
    return replace.apply(last, joint);
  }

  private static Envelope withEvent(Envelope last, RunEvent event) {
    return new Envelope(last.run(), last.id(), last.at(), event);
  }
}
