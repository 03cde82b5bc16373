package dev.sluice.model.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What there is to call.
 *
 * @param primary any model at the first endpoint
 * @param fallbacks in the order in which they stand in
 */
public record ModelTargets(Function<String, ModelTarget> primary, List<ModelTarget> fallbacks) {
  public ModelTargets {
    fallbacks = List.copyOf(fallbacks);
  }

  /** The order for one turn: the model asked for first, in a drill second. */
  List<ModelTarget> of(String model, boolean drill) {
    ModelTarget asked = primary.apply(model);
    var line =
        new ArrayList<>(
            fallbacks.stream()
                .filter(target -> !target.breaker().equals(asked.breaker()))
                .toList());
    line.add(drill && !line.isEmpty() ? 1 : 0, asked);
    return line;
  }
}
