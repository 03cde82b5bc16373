package dev.sluice.resume;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a person sees of a run: pieces of a turn joined, voided turns gone, turns set apart. */
final class ShownText {
  private ShownText() {}

  static String of(List<Heard> events) {
    var turns = new TreeMap<Integer, StringBuilder>();
    for (Heard event : events) {
      int turn = event.data().path("turn").asInt();
      switch (event.name()) {
        case "token" ->
            turns
                .computeIfAbsent(turn, _ -> new StringBuilder())
                .append(event.data().path("text").asText());
        case "rewind" -> turns.remove(turn);
        default -> {}
      }
    }
    return turns.values().stream().map(String::valueOf).collect(Collectors.joining("\n\n"));
  }
}
