package dev.sluice.model.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.json.Json;
import dev.sluice.message.Message;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.Thinking;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request to the bytes of its body. System, tools and blocks go in as they are kept, character
 * for character: the provider binds signatures and its cache to them. Empty lists are left out.
 * Pure.
 */
public final class RequestEncoder {
  private RequestEncoder() {}

  public static byte[] encode(ModelRequest request) {
    var body = new StringBuilder(4096);
    body.append("{\"model\":").append(Json.write(request.model()));
    body.append(",\"max_tokens\":").append(request.maxTokens());
    body.append(",\"stream\":true");
    thinking(request.thinking()).ifPresent(value -> field(body, "thinking", value));
    request
        .userTag()
        .ifPresent(tag -> field(body, "metadata", Json.write(Json.object().put("user_id", tag))));
    list(body, "tools", request.tools());
    list(body, "system", request.system());
    field(body, "messages", messages(request.messages()));
    return body.append('}').toString().getBytes(UTF_8);
  }

  private static Optional<String> thinking(Thinking thinking) {
    return switch (thinking) {
      case DEFAULT -> Optional.empty();
      case SUMMARIZED -> Optional.of("{\"type\":\"adaptive\",\"display\":\"summarized\"}");
      case OMITTED -> Optional.of("{\"type\":\"adaptive\",\"display\":\"omitted\"}");
      case OFF -> Optional.of("{\"type\":\"disabled\"}");
    };
  }

  private static String messages(List<Message> messages) {
    return messages.stream()
        .map(m -> "{\"role\":\"" + m.role().wire() + "\",\"content\":" + m.content() + "}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static void list(StringBuilder body, String name, String raw) {
    if (!isEmptyList(raw)) {
      field(body, name, raw);
    }
  }

  private static void field(StringBuilder body, String name, String raw) {
    body.append(",\"").append(name).append("\":").append(raw);
  }

  private static boolean isEmptyList(String raw) {
    String list = raw.strip();
    return list.startsWith("[")
        && list.endsWith("]")
        && list.substring(1, list.length() - 1).isBlank();
  }
}
