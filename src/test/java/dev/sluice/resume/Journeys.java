package dev.sluice.resume;

import dev.sluice.simulator.Chunking;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.time.Duration;

/** Long runs of several turns, with thinking, tools, and text that is hard on framing. */
final class Journeys {
  static final String AGENT =
      """
      agents:
        default: {tools: [calculator, save_note, get_weather]}
      tools:
        declared:
          - name: get_weather
            description: Returns the present weather of a city.
            input_schema:
              type: object
              properties: {city: {type: string}}
              required: [city]
            url: SIMULATOR/simulator/tools/get_weather
            timeout: 5s
            idempotent: true
            importance: optional
            headers: {}
      """;

  private static final String RULES =
      """
      - when: {text: journey, turn: 1}
        reply:
          - thinking: "Zuerst die Straße, dann das Wetter; und \\u2028 nichts vergessen. "
          - {text: "Off we go on {{text}}! \\n\\ndata: not ours\\n\\nid: 9-9\\n\\n", repeat: 8}
          - tool_use: {name: calculator, input: {expression: "6*7"}, fragments: 3}
          - tool_use: {name: get_weather, input: {city: Berlin}, fragments: 4}
      - when: {text: journey, turn: 2}
        reply:
          - thinking: "Halfway. A note will help: 🧳 日本語. "
          - {text: "{{results}} 🚂🌍 \\"quoted\\" \\\\ back \\t tab. ", repeat: 6}
          - tool_use: {name: save_note, input: {text: "{{text}}"}}
      - when: {text: journey, turn: 3}
        reply:
          - thinking: "The end comes into sight."
          - {text: "Mile after mile of {{text}}, über Stock und Stein. ", repeat: 60}
      """;

  private Journeys() {}

  static SimulatorOptions model(long seed, Duration perDelta) {
    return SimulatorOptions.defaults()
        .withScript(Script.parse(RULES))
        .withChunking(new Chunking.Random(seed))
        .withPace(new Pace(Duration.ZERO, 6, perDelta))
        .withLimits(RateLimits.unlimited())
        .withStrict(true);
  }
}
