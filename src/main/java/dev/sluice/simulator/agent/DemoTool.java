package dev.sluice.simulator.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** A web service behind a tool, with plausible answers that depend on nothing but the question. */
public enum DemoTool {
  WEB_SEARCH("query") {
    @Override
    public ObjectNode answer(String query) {
      ObjectNode json = Json.object().put("query", query);
      ArrayNode results = json.putArray("results");
      String slug = query.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
      for (String source : SOURCES) {
        results
            .addObject()
            .put("title", "%s – %s".formatted(query, source))
            .put("url", "https://%s.example/%s".formatted(source, slug))
            .put("snippet", SNIPPETS.get(random(source + query).nextInt(SNIPPETS.size())));
      }
      return json;
    }
  },

  GET_WEATHER("city") {
    @Override
    public ObjectNode answer(String city) {
      SplittableRandom random = random(city);
      return Json.object()
          .put("city", city)
          .put("condition", CONDITIONS.get(random.nextInt(CONDITIONS.size())))
          .put("temperature_c", random.nextInt(-5, 31))
          .put("humidity_percent", random.nextInt(35, 96))
          .put("wind_kmh", random.nextInt(0, 45));
    }
  };

  private static final List<String> SOURCES = List.of("encyclopedia", "news", "handbook");
  private static final List<String> SNIPPETS =
      List.of(
          "An overview with the dates, the names and the numbers that matter.",
          "What changed recently, and why those who follow it closely were not surprised.",
          "A short explanation for newcomers, with an example worked through.",
          "Questions that are often asked, each answered in two sentences.");
  private static final List<String> CONDITIONS =
      List.of("sunny", "partly cloudy", "overcast", "light rain", "showers", "fog", "windy");

  private final String parameter;

  DemoTool(String parameter) {
    this.parameter = parameter;
  }

  /** The tool of this name, as a request offers it. */
  public static Optional<DemoTool> named(String name) {
    return Arrays.stream(values())
        .filter(tool -> tool.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** The one field of the input that counts. */
  public String parameter() {
    return parameter;
  }

  /** The answer to this value of the parameter. */
  public abstract ObjectNode answer(String value);

  private static SplittableRandom random(String value) {
    return new SplittableRandom(value.toLowerCase(Locale.ROOT).hashCode());
  }
}
