package dev.sluice.simulator;

import dev.sluice.simulator.agent.Act;
import dev.sluice.simulator.wire.Json;
import java.util.List;

/** Puts what the small agent wants to do as the steps of a reply. */
final class Acts {
  private static final int FRAGMENTS = 4;

  private Acts() {}

  static List<Step> steps(List<Act> acts) {
    return acts.stream().map(Acts::step).toList();
  }

  private static Step step(Act act) {
    return switch (act) {
      case Act.Say say -> new Step.Text(say.markdown(), null);
      case Act.Think think -> new Step.Thinking(think.text(), null);
      case Act.Use use ->
          new Step.ToolUse(use.tool(), Slices.inParts(Json.compact(use.input()), FRAGMENTS), null);
    };
  }
}
