package dev.sluice.channel.http;

import java.util.Locale;

/** What a caller says that it can read. */
final class Accepts {
  private Accepts() {}

  /** A {@link ProblemException} for a caller who cannot read an event stream. */
  static void eventStream(Call call) {
    String accept = String.join(",", call.headers().getAll("Accept")).toLowerCase(Locale.ROOT);
    if (accept.isBlank()) {
      return;
    }
    for (String range : accept.split(",", -1)) {
      String media = range.split(";", -1)[0].strip();
      if (media.equals("text/event-stream") || media.equals("text/*") || media.equals("*/*")) {
        return;
      }
    }
    throw Problem.of(ProblemType.NOT_ACCEPTABLE, "this answers with text/event-stream: accept that")
        .exception();
  }
}
