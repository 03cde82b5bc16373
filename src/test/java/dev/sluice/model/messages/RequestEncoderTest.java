package dev.sluice.model.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.Thinking;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequestEncoderTest {
  private static final List<Message> HELLO = List.of(Message.user(List.of(Block.text("Hi"))));

  @Test
  void putsRawPartsInUntouched() {
    String thinking =
        "{ \"thinking\":\"\", \"signature\":\"Eq+/=\\u00fc\", \"type\":\"thinking\" }";
    var request =
        new ModelRequest(
            "claude-opus-5-5",
            4096,
            "[ {\"type\":\"text\",\"text\":\"Grüße\\/\",\"cache_control\":{\"type\":\"ephemeral\"}}]",
            "[{\"name\":\"t\", \"input_schema\":{\"type\":\"object\",\"n\":1.0}}]",
            List.of(
                HELLO.getFirst(),
                Message.assistant(List.of(Block.of(thinking), Block.text("a\"b"))),
                Message.user(List.of(Block.toolResult("toolu_1", "ok", false)))),
            Thinking.SUMMARIZED,
            Optional.of("u_\"1"));

    assertThat(encode(request))
        .isEqualTo(
            "{\"model\":\"claude-opus-5-5\",\"max_tokens\":4096,\"stream\":true,"
                + "\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"},"
                + "\"metadata\":{\"user_id\":\"u_\\\"1\"},"
                + "\"tools\":[{\"name\":\"t\", \"input_schema\":{\"type\":\"object\",\"n\":1.0}}],"
                + "\"system\":[ {\"type\":\"text\",\"text\":\"Grüße\\/\","
                + "\"cache_control\":{\"type\":\"ephemeral\"}}],"
                + "\"messages\":["
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]},"
                + "{\"role\":\"assistant\",\"content\":["
                + thinking
                + ",{\"type\":\"text\",\"text\":\"a\\\"b\"}]},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
                + "\"tool_use_id\":\"toolu_1\",\"content\":\"ok\"}]}]}");
  }

  @Test
  void leavesOutWhatIsEmptyOrNotAskedFor() {
    assertThat(encode(request("[]", " [ \n ] ", Thinking.DEFAULT)))
        .isEqualTo(
            "{\"model\":\"m\",\"max_tokens\":1,\"stream\":true,\"messages\":"
                + "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}]}");
  }

  @Test
  void saysWhichThinkingIsWanted() {
    assertThat(encode(request("[]", "[]", Thinking.OMITTED)))
        .contains("\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"}");
    assertThat(encode(request("[]", "[]", Thinking.OFF)))
        .contains("\"thinking\":{\"type\":\"disabled\"}");
  }

  private static ModelRequest request(String system, String tools, Thinking thinking) {
    return new ModelRequest("m", 1, system, tools, HELLO, thinking, Optional.empty());
  }

  private static String encode(ModelRequest request) {
    return new String(RequestEncoder.encode(request), UTF_8);
  }
}
