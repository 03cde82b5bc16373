package dev.sluice.id;

/**
 * Identity of a conversation: {@code conv_} and 128 random bits. Unguessable, and still checked.
 */
public record ConversationId(String value) {
  public ConversationId {
    Ids.check("conversation id", value);
  }

  public static ConversationId random() {
    return new ConversationId(Ids.random("conv_"));
  }

  @Override
  public String toString() {
    return value;
  }
}
