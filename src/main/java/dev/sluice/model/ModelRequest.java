package dev.sluice.model;

import dev.sluice.message.Message;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of the model. {@code system} and {@code tools} are raw JSON arrays, frozen for a
 * conversation and sent byte for byte; so are the messages' blocks.
 *
 * @param userTag opaque tag for the provider's abuse control; never a name or an address
 */
public record ModelRequest(
    String model,
    int maxTokens,
    String system,
    String tools,
    List<Message> messages,
    Thinking thinking,
    Optional<String> userTag) {

  public ModelRequest {
    messages = List.copyOf(messages);
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, is " + maxTokens);
    }
  }
}
