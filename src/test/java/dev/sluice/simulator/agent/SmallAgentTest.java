package dev.sluice.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.wire.Calls;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.MessagesRequest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallAgentTest {
  private static final SmallAgent AGENT = SmallAgent.load();
  private static final List<String> ALL =
      List.of(
          tool("calculator", "expression"),
          tool("get_weather", "city"),
          tool("web_search", "query"),
          tool("save_note", "text"),
          tool("fetch_url", "url"),
          "{'name': 'list_notes', 'input_schema': {'type': 'object'}}",
          "{'name': 'current_time', 'input_schema': {'type': 'object'}}",
          "{'name': 'order_status', 'input_schema': {'type': 'object', 'properties': {'number':"
              + " {'type': 'integer'}, 'lang': {'enum': ['en', 'de']}}, 'required': ['number',"
              + " 'lang']}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "what is 15 * 23 | calculator{expression:15 * 23}",
        "What is 15*23? | calculator{expression:15*23}",
        "How much is 12 times 7 plus 3? | calculator{expression:12 * 7 + 3}",
        "what is (2 + 3) * 4? | calculator{expression:(2 + 3) * 4}",
        "what is 15% of 80 | calculator{expression:80 * 15 / 100}",
        "divide 1,000,000 / 8 | calculator{expression:1000000 / 8}",
        "what's the weather in Berlin? | get_weather{city:Berlin}",
        "weather in new york please | get_weather{city:new york}",
        "Weather in New York, Paris and Rome | get_weather{city:New York} get_weather{city:Paris}"
            + " get_weather{city:Rome}",
        "Search for vert.x news | web_search{query:vert.x news}",
        "who is the latest Nobel laureate? | web_search{query:the latest Nobel laureate}",
        "What time is it? | current_time{}",
        "Remember that the demo is on 2026-11-27 | save_note{text:the demo is on 2026-11-27}",
        "note: buy milk | save_note{text:buy milk}",
        "show my notes | list_notes{}",
        "Read https://example.org/a for me | fetch_url{url:https://example.org/a}",
        "call order_status for 4711 | order_status{number:4711,lang:en}",
        "What is 2 + 2, and what is the weather in Oslo? Remember eggs | calculator{expression:2 +"
            + " 2} get_weather{city:Oslo} save_note{text:eggs}",
        "Hello there | ``",
        "On 2026-11-20 we met | ``",
        "How do I take the time to learn? | ``",
      })
  void usesTheToolsThatAQuestionNeeds(String question, String expected) {
    List<Act> acts = AGENT.act(asking(question, ALL));

    assertThat(uses(acts)).isEqualTo(expected);
    if (!expected.isEmpty()) {
      assertThat(acts.getFirst()).isInstanceOf(Act.Think.class);
    }
  }

  @Test
  void usesOnlyWhatIsOffered() {
    List<Act> acts = AGENT.act(asking("what is 2 + 2 and the weather in Rome", ALL.subList(0, 1)));

    assertThat(uses(acts)).isEqualTo("calculator{expression:2 + 2}");
    assertThat(AGENT.act(asking("what is 2 + 2", List.of())))
        .singleElement()
        .isInstanceOf(Act.Say.class);
  }

  @Test
  void namesTheInputAsTheSchemaDoes() {
    List<String> tools = List.of(tool("get_weather", "location"), tool("calculator", "formula"));

    assertThat(uses(AGENT.act(asking("the weather in Rome and what is 1 + 1", tools))))
        .isEqualTo("get_weather{location:Rome} calculator{formula:1 + 1}");
  }

  @Test
  void obeysTheChoiceOfTools() {
    String question = "what is 2 + 2 and what is the weather in Rome";
    assertThat(uses(choosing(question, "{'type': 'none'}"))).isEmpty();
    assertThat(uses(choosing(question, "{'type': 'auto', 'disable_parallel_tool_use': true}")))
        .isEqualTo("calculator{expression:2 + 2}");
    assertThat(uses(choosing("Hello", "{'type': 'tool', 'name': 'get_weather'}")))
        .isEqualTo("get_weather{city:Hello}");
  }

  @Test
  void reportsResultsAndFailures() {
    MessagesRequest request =
        Calls.with(
            "'messages': [{'role': 'user', 'content': 'go'}, {'role': 'assistant', 'content':"
                + " [{'type': 'tool_use', 'id': '1', 'name': 'calculator', 'input': {'expression':"
                + " '1+1'}}, {'type': 'tool_use', 'id': '2', 'name': 'web_search', 'input': {}},"
                + " {'type': 'tool_use', 'id': '3', 'name': 'get_weather', 'input': {}}]}, {'role':"
                + " 'user', 'content': [{'type': 'tool_result', 'tool_use_id': '1', 'content':"
                + " '2'}, {'type': 'tool_result', 'tool_use_id': '2', 'content': [{'type': 'text',"
                + " 'text': 'degraded: no answer'}]}, {'type': 'tool_result', 'tool_use_id': '3',"
                + " 'is_error': true, 'content': 'boom'}]}]");
    String report = ((Act.Say) AGENT.act(request).getFirst()).markdown();

    assertThat(report)
        .contains("- **calculator** (expression 1+1): 2\n")
        .contains("- **web_search** failed: degraded: no answer")
        .contains("- **get_weather** failed: boom");
  }

  @Test
  void thinksFirstWhenAskedTo() {
    assertThat(AGENT.act(asking("Think about life", List.of())))
        .hasExactlyElementsOfTypes(Act.Think.class, Act.Say.class);
    assertThat(
            AGENT.act(
                Calls.with(
                    "'model': 'claude-opus-4-8', 'messages': [{'role': 'user', 'content':"
                        + " 'Think!'}]")))
        .hasExactlyElementsOfTypes(Act.Say.class);
  }

  private static MessagesRequest asking(String question, List<String> tools) {
    return Calls.with(
        "'messages': [{'role': 'user', 'content': '%s'}], 'tools': [%s]"
            .formatted(question.replace('\'', '’'), String.join(", ", tools)));
  }

  private static List<Act> choosing(String question, String choice) {
    return AGENT.act(
        Calls.with(
            "'messages': [{'role': 'user', 'content': '%s'}], 'tools': [%s], 'tool_choice': %s"
                .formatted(question, String.join(", ", ALL), choice)));
  }

  private static String tool(String name, String property) {
    return ("{'name': '%s', 'input_schema': {'type': 'object', 'properties': {'%s': {'type':"
            + " 'string'}}, 'required': ['%s']}}")
        .formatted(name, property, property);
  }

  private static String uses(List<Act> acts) {
    return acts.stream()
        .flatMap(act -> act instanceof Act.Use use ? Stream.of(use) : Stream.empty())
        .map(use -> use.tool() + Json.compact(use.input()).replace("\"", ""))
        .collect(Collectors.joining(" "));
  }
}
