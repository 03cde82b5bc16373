package dev.sluice.model;

/** Why the model stopped; {@code wire} keeps the name as sent, also where the kind is unknown. */
public record StopReason(Kind kind, String wire) {

  /** The known reasons. */
  public enum Kind {
    END_TURN,
    TOOL_USE,
    MAX_TOKENS,
    STOP_SEQUENCE,
    PAUSE_TURN,
    REFUSAL,
    CONTEXT_WINDOW_EXCEEDED,
    UNKNOWN
  }

  public static StopReason of(String wire) {
    Kind kind =
        switch (wire) {
          case "end_turn" -> Kind.END_TURN;
          case "tool_use" -> Kind.TOOL_USE;
          case "max_tokens" -> Kind.MAX_TOKENS;
          case "stop_sequence" -> Kind.STOP_SEQUENCE;
          case "pause_turn" -> Kind.PAUSE_TURN;
          case "refusal" -> Kind.REFUSAL;
          case "model_context_window_exceeded" -> Kind.CONTEXT_WINDOW_EXCEEDED;
          default -> Kind.UNKNOWN;
        };
    return new StopReason(kind, wire);
  }
}
