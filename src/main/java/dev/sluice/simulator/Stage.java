package dev.sluice.simulator;

import dev.sluice.simulator.wire.MessagesRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A script being played: remembers how often its rules have met and applied. Not thread-safe. */
final class Stage {
  private final Script script;
  private final int[] met;
  private final int[] applied;
  private int number;

  Stage(@Nullable Script script) {
    this.script = script == null ? new Script(List.of()) : script;
    this.met = new int[this.script.rules().size()];
    this.applied = new int[met.length];
  }

  /** What the script says about this call; empty when no rule applies. */
  Optional<Play> next(MessagesRequest call) {
    number++;
    return first(when -> when.fits(call, number));
  }

  /** What the script says about this call of a tool endpoint. */
  Optional<Play> nextTool(String name, String input) {
    return first(when -> when.fitsTool(name, input));
  }

  private Optional<Play> first(Predicate<When> fits) {
    for (int i = 0; i < met.length; i++) {
      Rule rule = script.rules().get(i);
      if (fits.test(rule.when()) && applies(rule.when(), i)) {
        return Optional.of(rule.play());
      }
    }
    return Optional.empty();
  }

  private boolean applies(When when, int index) {
    met[index]++;
    boolean now = when.nth().isEmpty() || when.nth().contains(met[index]);
    if (!now || (when.times() != null && applied[index] >= when.times())) {
      return false;
    }
    applied[index]++;
    return true;
  }
}
