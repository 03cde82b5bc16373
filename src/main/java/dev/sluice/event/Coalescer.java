package dev.sluice.event;

import dev.sluice.event.RunEvent.TextAdded;
import dev.sluice.event.RunEvent.ThinkingAdded;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins adjacent text, and adjacent thinking, of the same run, epoch and turn. The joined event
 * carries the id and time of its last part, so that a reader who has it resumes after all of them.
 * Everything else stays as and where it is. Pure.
 */
public final class Coalescer {
  private final int maxLength;
  private final List<Envelope> joined = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable Envelope open;
  private int parts;

  private Coalescer(int maxLength) {
    this.maxLength = maxLength;
  }

  /**
   * @param maxLength no joined text is longer (in chars); a single part may be
   */
  public static List<Envelope> join(List<Envelope> events, int maxLength) {
    var coalescer = new Coalescer(maxLength);
    events.forEach(coalescer::accept);
    coalescer.flush();
    return coalescer.joined;
  }

  private void accept(Envelope next) {
    String more = textOf(next.event());
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

  private static boolean joinable(Envelope a, Envelope b) {
    boolean sameKind =
        switch (b.event()) {
          case TextAdded(int turn, String _) ->
              a.event() instanceof TextAdded(int before, String _) && before == turn;
          case ThinkingAdded(int turn, String _) ->
              a.event() instanceof ThinkingAdded(int before, String _) && before == turn;
          case RunEvent _ -> false;
        };
    return sameKind && a.id().epoch() == b.id().epoch() && a.run().equals(b.run());
  }

  private static String textOf(RunEvent event) {
    return switch (event) {
      case TextAdded(int _, String text) -> text;
      case ThinkingAdded(int _, String text) -> text;
      case RunEvent _ -> "";
    };
  }

  private static Envelope withText(Envelope last, String text) {
    RunEvent event =
        switch (last.event()) {
          case TextAdded(int turn, String _) -> new TextAdded(turn, text);
          case ThinkingAdded(int turn, String _) -> new ThinkingAdded(turn, text);
          case RunEvent other -> other;
        };
    return new Envelope(last.run(), last.id(), last.at(), event);
  }
}
