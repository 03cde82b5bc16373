package dev.sluice.event;

/**
 * A stored event that this version cannot read: damaged, of a newer version, or of an unknown type.
 * The message names what is wrong, never the event's content.
 */
public final class UnreadableEvent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableEvent(String message) {
    super(message, null, false, false);
  }
}
