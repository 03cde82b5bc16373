package dev.sluice.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lists of the IETF drafts: {@code RateLimit: "burst";r=5;t=12} with {@code RateLimit-Policy:
 * "burst";q=10;w=60}, and the older {@code limit=10, remaining=5, reset=12} with {@code 10;w=60}.
 * Pure; what cannot be read is left out.
 */
final class IetfLimits {
  private static final int LONGEST_TEXT = 1024;
  private static final int MOST = 16;
  private static final Pattern ITEM = Pattern.compile("(?:[^,\"]|\"[^\"]*+\")++");
  private static final Pattern PARAMETER = Pattern.compile("(?:[^;\"]|\"[^\"]*+\")++");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private IetfLimits() {}

  /** A limit with the texts of its values, for who knows how to read them. */
  record Told(
      Optional<String> limit,
      Optional<String> remaining,
      Optional<Duration> window,
      Optional<String> reset) {}

  static List<Told> read(Optional<String> state, Optional<String> policy) {
    List<Item> policies = items(policy).stream().filter(Item::countsRequests).toList();
    List<Item> states = items(state);
    if (states.stream().anyMatch(item -> item.head().startsWith("limit="))) {
      return List.of(older(states, policies));
    }
    var told = new ArrayList<Told>();
    for (Item item : states) {
      Optional<Item> of = policies.stream().filter(p -> p.head().equals(item.head())).findFirst();
      if (of.isPresent() || items(policy).isEmpty()) {
        told.add(
            new Told(
                of.flatMap(p -> p.value("q")),
                item.value("r"),
                of.flatMap(Item::window),
                item.value("t")));
      }
    }
    return told;
  }

  /**
   * The bound and its window: of a list such as {@code 10, 10;w=1, 50;w=60} the first counts, and
   * its window may be in the list or in the policy.
   */
  static Told bound(String list, Optional<String> policy) {
    List<Item> items = items(Optional.of(list));
    Optional<String> limit = items.stream().findFirst().map(Item::head);
    Optional<Duration> window = windowOf(limit, items).or(() -> windowOf(limit, items(policy)));
    return new Told(limit, Optional.empty(), window, Optional.empty());
  }

  private static Told older(List<Item> states, List<Item> policies) {
    var values = new HashMap<String, String>();
    for (Item item : states) {
      int equals = item.head().indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(item.head().substring(0, equals), item.head().substring(equals + 1));
      }
    }
    Optional<String> limit = Optional.ofNullable(values.get("limit"));
    return new Told(
        limit,
        Optional.ofNullable(values.get("remaining")),
        windowOf(limit, policies),
        Optional.ofNullable(values.get("reset")));
  }

  private static Optional<Duration> windowOf(Optional<String> limit, List<Item> policies) {
    return limit.flatMap(
        value ->
            policies.stream()
                .filter(policy -> policy.head().equals(value))
                .flatMap(policy -> policy.window().stream())
                .findFirst());
  }

  private static List<Item> items(Optional<String> text) {
    return text.filter(t -> t.length() <= LONGEST_TEXT).stream()
        .flatMap(t -> pieces(ITEM, t))
        .limit(MOST)
        .map(IetfLimits::item)
        .toList();
  }

  private static Item item(String text) {
    List<String> pieces = pieces(PARAMETER, text).toList();
    var parameters = new HashMap<String, String>();
    for (String piece : pieces.subList(Math.min(1, pieces.size()), pieces.size())) {
      int equals = piece.indexOf('=');
      if (equals > 0) {
        parameters.put(piece.substring(0, equals).strip(), bare(piece.substring(equals + 1)));
      }
    }
    return new Item(pieces.isEmpty() ? "" : bare(pieces.getFirst()), Map.copyOf(parameters));
  }

  private static Stream<String> pieces(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map(found -> found.group().strip());
  }

  private static String bare(String text) {
    return text.replace("\"", "").strip();
  }

  private record Item(String head, Map<String, String> parameters) {
    Optional<String> value(String name) {
      return Optional.ofNullable(parameters.get(name));
    }

    Optional<Duration> window() {
      return value("w")
          .filter(text -> SECONDS.matcher(text).matches())
          .map(text -> Duration.ofSeconds(Long.parseLong(text)))
          .filter(Duration::isPositive);
    }

    boolean countsRequests() {
      return parameters.getOrDefault("qu", "requests").equals("requests");
    }
  }
}
