package dev.sluice.model.messages;

import dev.sluice.model.ResponseHead;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Picks from an answer's headers what speaks of limits, retries and identity. Pure. */
final class ResponseHeads {
  private ResponseHeads() {}

  static ResponseHead of(int status, Iterable<Map.Entry<String, String>> all) {
    var kept = new HashMap<String, String>();
    String otherId = "";
    for (Map.Entry<String, String> header : all) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (isList(name)) {
        kept.merge(name, header.getValue(), (before, more) -> before + ", " + more);
      } else if (isOfUse(name)) {
        kept.putIfAbsent(name, header.getValue());
      } else if (name.equals("x-request-id")) {
        otherId = header.getValue();
      }
    }
    String id = CleanText.name(kept.getOrDefault("request-id", otherId));
    return new ResponseHead(status, Optional.of(id).filter(i -> !i.isEmpty()), kept);
  }

  /** The two that may come in several lines, one for each limit. */
  private static boolean isList(String name) {
    return name.equals("ratelimit") || name.equals("ratelimit-policy");
  }

  private static boolean isOfUse(String name) {
    return name.equals("request-id")
        || name.equals("x-should-retry")
        || name.startsWith("retry-after")
        || name.contains("ratelimit");
  }
}
