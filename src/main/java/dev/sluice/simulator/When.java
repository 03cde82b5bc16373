package dev.sluice.simulator;

import dev.sluice.simulator.wire.MessagesRequest;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a rule, all of which must hold; null means any.
 *
 * @param text what the last user text contains, in whatever case
 * @param matches what is found in the last user text
 * @param turn the nth call for the last user text
 * @param request which requests since the script began to play
 * @param nth which of the requests that meet all other conditions
 * @param times how often the rule applies at most
 * @param toolResult whether the last message holds tool results
 * @param toolResultOf which tool one of these results must come from
 * @param tool the tool endpoint, for rules about those instead of messages
 */
record When(
    @Nullable String text,
    @Nullable Pattern matches,
    @Nullable Integer turn,
    Set<Integer> request,
    Set<Integer> nth,
    @Nullable Integer times,
    @Nullable String model,
    @Nullable Boolean stream,
    @Nullable Boolean toolResult,
    @Nullable String toolResultOf,
    @Nullable String tool) {

  When {
    request = Set.copyOf(request);
    nth = Set.copyOf(nth);
  }

  /** Whether a call with this number meets the conditions that need no memory. */
  boolean fits(MessagesRequest call, int number) {
    return tool == null
        && fitsText(call.question())
        && (turn == null || turn == call.turn())
        && (request.isEmpty() || request.contains(number))
        && (model == null || model.equals(call.model().id()))
        && (stream == null || stream == call.stream())
        && fitsResults(call);
  }

  /** Whether a call of a tool endpoint meets the conditions that need no memory. */
  boolean fitsTool(String name, String input) {
    return name.equals(tool) && fitsText(input);
  }

  private boolean fitsText(String question) {
    return (text == null || containsIgnoringCase(question, text))
        && (matches == null || matches.matcher(question).find());
  }

  private boolean fitsResults(MessagesRequest call) {
    if (toolResult == null && toolResultOf == null) {
      return true;
    }
    var results = call.toolResults();
    return (toolResult == null || toolResult == !results.isEmpty())
        && (toolResultOf == null
            || results.stream().anyMatch(result -> result.name().equals(toolResultOf)));
  }

  private static boolean containsIgnoringCase(String text, String part) {
    for (int i = 0; i <= text.length() - part.length(); i++) {
      if (text.regionMatches(true, i, part, 0, part.length())) {
        return true;
      }
    }
    return false;
  }
}
