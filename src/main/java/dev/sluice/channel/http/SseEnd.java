package dev.sluice.channel.http;

/** Why an event stream ended. All but {@link #COMPLETE} leave a reader that may resume. */
public enum SseEnd {
  /** All there is has been sent, {@code done} included. */
  COMPLETE,
  CLIENT_GONE,
  /** The reader took nothing for too long. */
  STUCK,
  /** More came than may wait for one reader. */
  OVERFLOW,
  MAX_AGE,
  /** The server, or the connection, shuts down. */
  DRAINED,
  /** The events could not be read. */
  SOURCE_FAILED
}
