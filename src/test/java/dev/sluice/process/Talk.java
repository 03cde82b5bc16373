package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.Sse;
import dev.sluice.process.Api.Accepted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One conversation: its messages are submitted in order, each as soon as the one before was
 * accepted, through however many processes that takes. One thread submits; the rest is for when it
 * is done.
 */
final class Talk {
  private final RealGateway gateway;
  private final Facts facts;
  private final String name;
  private final Listener listener;
  private final List<Sent> sent = new ArrayList<>();
  private Optional<String> conversation = Optional.empty();

  /** How a message is submitted. */
  enum How {
    /** With a key, again and again until there is an answer. */
    KEYED,
    /** Once; when the answer is lost, nobody knows whether it was accepted. */
    ONCE,
    /** Read in the answer to the submit itself; else like {@link #ONCE}. */
    CHAT
  }

  record Question(How how, String text) {}

  /** {@code run} empty when the answer was lost for good. */
  record Sent(Question question, Optional<String> run) {}

  /** Hears of accepted runs; the stream is there when the answer to the submit is one. */
  @FunctionalInterface
  interface Listener {
    void accepted(String run, Optional<Sse> stream);
  }

  Talk(RealGateway gateway, Facts facts, String name, Listener listener) {
    this.gateway = gateway;
    this.facts = facts;
    this.name = name;
    this.listener = listener;
  }

  void submit(List<Question> questions) {
    questions.forEach(question -> sent.add(new Sent(question, submit(question))));
  }

  private Optional<String> submit(Question question) {
    return switch (question.how()) {
      case KEYED -> Optional.of(submitUntilAnswered(question));
      case ONCE -> submitOnce(question);
      case CHAT -> chat(question);
    };
  }

  private String submitUntilAnswered(Question question) {
    while (true) {
      try {
        return accepted(post(question, Optional.of(key(sent.size()))));
      } catch (IOException lost) {
        // Killed before it answered: the same key asks again.
      }
    }
  }

  private Optional<String> submitOnce(Question question) {
    try {
      return Optional.of(accepted(post(question, Optional.empty())));
    } catch (IOException lost) {
      return Optional.empty();
    }
  }

  private Optional<String> chat(Question question) {
    try {
      String url = gateway.url();
      facts.saw(Facts.Kind.SENT);
      Sse stream =
          Sse.post(url + "/v1/chat/stream", Api.message(question.text(), conversation));
      assertThat(stream.status()).isEqualTo(200);
      facts.saw(Facts.Kind.ACCEPTED);
      String run = stream.header("x-run-id").orElseThrow();
      listener.accepted(run, Optional.of(stream));
      return Optional.of(run);
    } catch (UncheckedIOException lost) {
      return Optional.empty();
    }
  }

  private Accepted post(Question question, Optional<String> key) throws IOException {
    String url = gateway.url();
    facts.saw(Facts.Kind.SENT);
    return Api.submit(url, Api.message(question.text(), conversation), key);
  }

  private String accepted(Accepted answer) {
    facts.saw(Facts.Kind.ACCEPTED);
    conversation = Optional.of(answer.conversation());
    listener.accepted(answer.run(), Optional.empty());
    return answer.run();
  }

  private String key(int number) {
    return name + "-" + number;
  }

  /** The same keys with the same bodies once more: they must name the same runs. */
  void replay() throws IOException {
    for (int i = 0; i < sent.size(); i++) {
      Question question = sent.get(i).question();
      if (question.how() == How.KEYED) {
        Optional<String> then = i == 0 ? Optional.empty() : conversation;
        var again = Api.submit(gateway.url(), Api.message(question.text(), then), Optional.of(key(i)));
        assertThat(again.replayed()).as("%s is known", key(i)).isTrue();
        assertThat(Optional.of(again.run())).isEqualTo(sent.get(i).run());
      }
    }
  }

  /**
   * Each message that was accepted stands in the conversation once and in order, one whose answer
   * was lost at most once, and every tool use is followed by its result. The value is all its runs.
   */
  Set<String> checkConversation() {
    String url = gateway.url() + "/v1/conversations/" + conversation.orElseThrow() + "/messages";
    var messages = new ArrayList<JsonNode>();
    Api.get(url).path("messages").forEach(messages::add);
    List<String> said = messages.stream().flatMap(message -> texts(message).stream()).toList();
    assertThat(said).as("messages of %s", name).doesNotHaveDuplicates();
    Set<String> expected = new HashSet<>(said);
    sent.stream()
        .filter(message -> message.run().isPresent())
        .forEach(message -> expected.add(message.question().text()));
    assertThat(said)
        .isEqualTo(
            sent.stream()
                .map(message -> message.question().text())
                .filter(expected::contains)
                .toList());
    checkPairs(messages);
    return messages.stream()
        .map(message -> message.path("run_id").asText())
        .collect(Collectors.toSet());
  }

  private static List<String> texts(JsonNode message) {
    boolean user = message.path("role").asText().equals("user");
    return user ? values(message, "text", "text") : List.of();
  }

  private static void checkPairs(List<JsonNode> messages) {
    List<String> open = List.of();
    for (JsonNode message : messages) {
      assertThat(values(message, "tool_result", "tool_use_id")).isEqualTo(open);
      open = values(message, "tool_use", "id");
    }
    assertThat(open).as("tool uses without a result").isEmpty();
  }

  private static List<String> values(JsonNode message, String type, String field) {
    var values = new ArrayList<String>();
    for (JsonNode block : message.path("content")) {
      if (block.path("type").asText().equals(type)) {
        values.add(block.path(field).asText());
      }
    }
    return values;
  }
}
