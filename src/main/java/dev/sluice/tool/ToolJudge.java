package dev.sluice.tool;

import dev.sluice.tool.ToolSpec.Importance;
import java.time.Duration;
import java.util.List;

/** What a failure of a call means for the run, and the words in which the model reads it. Pure. */
final class ToolJudge {
  private static final int MAX_NAME_LENGTH = 64;

  private ToolJudge() {}

  static ToolOutcome unknown(String name, List<String> known) {
    String offer =
        known.isEmpty() ? "There are no tools." : "Known tools: " + String.join(", ", known) + ".";
    String shown = ContentLimit.cut(name, MAX_NAME_LENGTH);
    return new ToolOutcome.Failed("There is no tool named \"" + shown + "\". " + offer);
  }

  static ToolOutcome invalidInput(String name, List<String> violations) {
    return new ToolOutcome.Failed(
        "The input of "
            + name
            + " does not fit its schema:\n- "
            + String.join("\n- ", violations)
            + "\nCorrect the input and call again.");
  }

  static ToolOutcome cancelled(String name) {
    return new ToolOutcome.Failed("The call of " + name + " was cancelled.");
  }

  static ToolOutcome judge(ToolSpec spec, Attempted ended) {
    return switch (ended) {
      case Attempted.Answered answered -> new ToolOutcome.Succeeded(answered.content());
      case Attempted.Refused refused -> failed(spec, refused.error());
      case Attempted.TimedOut timedOut ->
          unavailable(spec, "it did not answer within " + inWords(timedOut.after()));
      // Its details are for the log, not for the model.
      case Attempted.Broken _ -> unavailable(spec, "it failed inside");
      case Attempted.Cancelled _ -> cancelled(spec.name());
    };
  }

  /** The breaker is open. */
  static ToolOutcome notCalled(ToolSpec spec) {
    return without(
        spec,
        "The tool "
            + spec.name()
            + " is unavailable at the moment: it failed again and again, so it was not called.");
  }

  static ToolOutcome tooLate(ToolSpec spec) {
    return unavailable(spec, "there was no time left to call it");
  }

  private static ToolOutcome failed(ToolSpec spec, ToolException error) {
    String reason = String.valueOf(error.getMessage());
    return switch (error.kind()) {
      case INPUT -> new ToolOutcome.Failed(reason);
      case UNAVAILABLE, BUSY, FAILING -> unavailable(spec, reason);
    };
  }

  private static ToolOutcome unavailable(ToolSpec spec, String reason) {
    return without(spec, spec.name() + " is unavailable: " + reason + ".");
  }

  private static ToolOutcome without(ToolSpec spec, String fact) {
    return switch (spec.importance()) {
      case Importance.CRITICAL -> new ToolOutcome.Fatal(fact);
      case Importance.OPTIONAL ->
          new ToolOutcome.Degraded(
              fact + " Go on without it, and say so where the answer would have needed it.");
    };
  }

  private static String inWords(Duration duration) {
    return duration.toSeconds() > 0 && duration.toMillisPart() == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
