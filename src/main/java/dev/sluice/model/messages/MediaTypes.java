package dev.sluice.model.messages;

import java.util.Locale;

/** Content types, compared without their parameters. */
final class MediaTypes {
  private MediaTypes() {}

  static boolean isEventStream(String contentType) {
    return essence(contentType).equals("text/event-stream");
  }

  static boolean isJson(String contentType) {
    String essence = essence(contentType);
    return essence.equals("application/json") || essence.endsWith("+json");
  }

  private static String essence(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
