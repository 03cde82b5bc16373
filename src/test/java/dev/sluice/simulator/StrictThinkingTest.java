package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StrictThinkingTest {
  private final RunningSimulator running =
      new RunningSimulator(
          RunningSimulator.quick()
              .withStrict(true)
              .withScript(Script.parse("- reply: [{thinking: Hm.}, {text: Yes.}]")));

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void acceptsAConversationThatOnlyGrows() throws Exception {
    ObjectNode body = Bodies.of("Is it so?").put("system", "Be brief.");
    for (int turn = 0; turn < 3; turn++) {
      JsonNode message = RunningSimulator.json(accepted(body));
      append(body, "assistant", message.path("content"));
      append(body, "user", Json.array().add(Shells.text("And now?")));
    }
    assertThat(body.path("messages")).hasSize(7);
  }

  @Test
  void refusesABlockWhosePrefixHasChanged() throws Exception {
    ObjectNode body = grown();
    body.put("system", "Be brief. Today is Friday.");

    assertThat(refusal(body))
        .isEqualTo(
            "messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a"
                + " different conversation.");
  }

  @Test
  void refusesABlockAfterAnotherModelTookOver() throws Exception {
    assertThat(refusal(grown().put("model", "claude-sonnet-5-5"))).contains("different model");
  }

  @Test
  void refusesAForgedSignatureAndAnEditedText() throws Exception {
    ObjectNode forged = grown();
    thinking(forged).put("signature", "Zm9yZ2Vk");
    ObjectNode edited = grown();
    thinking(edited).put("thinking", "Hm, hm.");

    assertThat(refusal(forged))
        .isEqualTo("messages.1.content.0: Invalid `signature` in `thinking` block.");
    assertThat(refusal(edited)).contains("cannot be modified");
  }

  @Test
  void refusesATurnWithCallsThatLostItsThoughts() throws Exception {
    running.simulator().play(Script.parse("- reply: [{thinking: Hm.}, {tool_use: {name: look}}]"));
    ObjectNode body = Bodies.of("Look!");
    ArrayNode content = (ArrayNode) RunningSimulator.json(accepted(body)).path("content");
    ObjectNode result = Json.object().put("type", "tool_result");
    result.put("tool_use_id", content.path(1).path("id").asText());
    append(body, "assistant", content.deepCopy());
    append(body, "user", Json.array().add(result));

    accepted(body);
    content.remove(0);
    ((ObjectNode) body.path("messages").path(1)).set("content", content);
    assertThat(refusal(body)).startsWith("messages.1.content.0.type: Expected `thinking`");
  }

  @Test
  void toleratesAMismatchWhenTheCallerDropsSuchBlocks() throws Exception {
    ObjectNode body = grown().put("system", "Something else.");
    body.putObject("thinking")
        .put("type", "adaptive")
        .putObject("block_binding")
        .put("prefix_mismatch_behavior", "drop_block");
    HttpResponse<String> response =
        running.send(
            running
                .request("/v1/messages")
                .header("anthropic-beta", "a,thinking-binding-controls-2026-08-01")
                .POST(BodyPublishers.ofString(Json.compact(body))));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  private ObjectNode grown() throws Exception {
    ObjectNode body = Bodies.of("Is it so?").put("system", "Be brief.");
    append(body, "assistant", RunningSimulator.json(accepted(body)).path("content"));
    append(body, "user", Json.array().add(Shells.text("And now?")));
    return body;
  }

  private HttpResponse<String> accepted(ObjectNode body) throws Exception {
    HttpResponse<String> response = running.create(Json.compact(body));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response;
  }

  private String refusal(ObjectNode body) throws Exception {
    HttpResponse<String> response = running.create(Json.compact(body));
    assertThat(response.statusCode()).isEqualTo(400);
    return RunningSimulator.json(response).path("error").path("message").asText();
  }

  private static ObjectNode thinking(ObjectNode body) {
    return (ObjectNode) body.path("messages").path(1).path("content").path(0);
  }

  private static void append(ObjectNode body, String role, JsonNode content) {
    ArrayNode messages = (ArrayNode) body.path("messages");
    messages.addObject().put("role", role).set("content", content);
  }
}
