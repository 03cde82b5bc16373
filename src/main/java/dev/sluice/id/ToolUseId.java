package dev.sluice.id;

/** The provider's identity of one tool call ({@code toolu_…}); unique within its run. */
public record ToolUseId(String value) {
  public ToolUseId {
    Ids.check("tool use id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
