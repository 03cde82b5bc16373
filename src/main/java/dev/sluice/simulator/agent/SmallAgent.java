package dev.sluice.simulator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.MessagesRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides what to do about a request: think, use tools, report their results, or just answer. */
public final class SmallAgent {
  private static final Pattern THINK = Pattern.compile("\\bthink\\b", Pattern.CASE_INSENSITIVE);

  private final Answers answers;

  private SmallAgent(Answers answers) {
    this.answers = answers;
  }

  /** Loads its phrases; blocks for as long as it takes to read a few small resources. */
  public static SmallAgent load() {
    return new SmallAgent(Answers.load());
  }

  /** What it does, in order; a list with a use of a tool ends with those uses. */
  public List<Act> act(MessagesRequest request) {
    List<Act> acts = new ArrayList<>();
    String question = request.question();
    if (request.thinks() && THINK.matcher(question).find()) {
      acts.add(new Act.Think(answers.thoughts(question)));
    }
    if (!request.toolResults().isEmpty()) {
      acts.add(new Act.Say(Report.of(request.toolResults())));
      return acts;
    }
    List<Act.Use> uses = uses(request, question);
    if (uses.isEmpty()) {
      acts.add(new Act.Say(answers.to(question)));
      return acts;
    }
    String intention = intention(uses);
    acts.add(request.narratesInThinking() ? new Act.Think(intention) : new Act.Say(intention));
    acts.addAll(uses);
    return acts;
  }

  private static List<Act.Use> uses(MessagesRequest request, String question) {
    JsonNode choice = request.body().path("tool_choice");
    String type = choice.path("type").asText("auto");
    if (type.equals("none")) {
      return List.of();
    }
    List<Act.Use> wished =
        Stream.concat(known(request, question), named(request, question)).toList();
    String only = choice.path("name").asText();
    if (type.equals("tool")) {
      wished = wished.stream().filter(use -> use.tool().equals(only)).toList();
    }
    if (wished.isEmpty() && !type.equals("auto")) {
      wished = forced(request, only, question).stream().toList();
    }
    boolean single = choice.path("disable_parallel_tool_use").asBoolean();
    return single ? wished.stream().limit(1).toList() : wished;
  }

  private static Stream<Act.Use> known(MessagesRequest request, String question) {
    return Wishes.in(question).stream()
        .flatMap(
            wish ->
                request.tool(wish.tool()).stream()
                    .map(tool -> new Act.Use(wish.tool(), ToolInput.of(tool, wish))));
  }

  // A tool nobody here has heard of is used when the text calls it by its full name.
  private static Stream<Act.Use> named(MessagesRequest request, String question) {
    List<String> known = Wishes.in(question).stream().map(Wish::tool).toList();
    return request.tools().stream()
        .filter(tool -> !known.contains(name(tool)))
        .filter(tool -> calls(question, name(tool)))
        .map(tool -> new Act.Use(name(tool), ToolInput.from(tool, question)));
  }

  private static boolean calls(String question, String name) {
    return name.contains("_")
        ? question.contains(name)
        : question.toLowerCase(Locale.ROOT).contains("use " + name.toLowerCase(Locale.ROOT));
  }

  private static Optional<Act.Use> forced(MessagesRequest request, String only, String question) {
    return request.tools().stream()
        .filter(tool -> only.isEmpty() || name(tool).equals(only))
        .findFirst()
        .map(tool -> new Act.Use(name(tool), ToolInput.from(tool, question)));
  }

  private static String intention(List<Act.Use> uses) {
    String names =
        uses.stream()
            .map(use -> "`" + use.tool() + "`")
            .distinct()
            .collect(Collectors.joining(" and "));
    return "Let me use %s for this.".formatted(names);
  }

  private static String name(JsonNode tool) {
    return tool.path("name").asText();
  }
}
