package dev.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.sluice.Sse;
import dev.sluice.TestingGateway;
import dev.sluice.json.Json;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A browser before a gateway whose model plays the script below. */
final class PageSetup implements AutoCloseable {
  /** An answer in which each word is another one: a gap or a doubled word would show. */
  static final String COUNTED =
      IntStream.rangeClosed(1, 240)
          .mapToObj(i -> "word" + i + (i % 40 == 0 ? ".\n\n" : ""))
          .collect(Collectors.joining(" "))
          .strip();

  static final String YAML =
      """
      runs: {drain: 500ms}
      limits: {max_turns: 2}
      http:
        sse: {retry_from: 100ms, retry_to: 200ms}
      """;

  private static final String SCRIPT =
      """
      rules:
        - when: {text: count slowly}
          pace: {chars: 12, delay: 30ms}
          reply: [{text: COUNTED}]
        - when: {text: count}
          pace: {chars: 12, delay: 16ms}
          reply: [{text: COUNTED}]
        - when: {text: hold the line}
          reply: [{text: "Holding on"}, stall]
        - when: {text: break}
          fail: {status: 400, message: "the script said so"}
        - when: {text: decline}
          reply: [{text: "I will n"}, {stop_reason: refusal}]
        - when: {text: cut short}
          reply: [{text: "Once upon a"}, {stop_reason: max_tokens}]
        - when: {text: never end}
          reply: [{tool_use: {name: current_time, input: {}}}]
        - when: {text: ponder}
          reply: [{thinking: "First this, then that."}, {text: "It is so."}]
        - when: {text: which gate, turn: 1}
          reply:
            - thinking: "The discharge under a gate is Cd * b * a * sqrt(2 g h). I should compute it."
            - text: "Let me compute what each one passes."
            - tool_use: {name: calculator, input: {expression: "0.61 * 2 * 0.8 * SQRT(2 * 9.81 * 6)"}}
        - when: {text: which gate, turn: 2}
          reply: [{text: GATES}]
        - when: {text: markdown}
          pace: {chars: 9, delay: 4ms}
          reply: [{text: MARKDOWN}]
      """;

  private static final String GATES =
      """
      ### A vertical gate will do

      At a head of 6 m, a vertical gate **2 m wide** and open by *0.8 m* passes about **10.6 m³/s**:

      | Open by | Passes |
      |---|---|
      | 0.6 m | 7.9 m³/s |
      | 0.8 m | 10.6 m³/s |
      | 1.0 m | 13.2 m³/s |

      To try other sizes:

      ```java
      static double flow(double width, double open, double head) {
        return 0.61 * width * open * Math.sqrt(2 * 9.81 * head);
      }
      ```

      A radial gate with `counterweights` passes as much and takes less force to lift.
      """;

  static final String MARKDOWN =
      """
      ## Sluice gates

      A **sluice** lets water through *at a rate you choose*. Three kinds are common:

      - vertical rising gates
      - radial gates, with `counterweights`
      - flap gates

      | Gate | Head | Cost |
      |---|---|---|
      | Vertical | 2 m | low |
      | Radial | 6 m | high |

      ```java
      double flow(double width, double opening, double head) {
        return 0.61 * width * opening * Math.sqrt(2 * 9.81 * head);
      }
      ```

      <img src=x onerror=alert(1)> <script>alert(2)</script>

      See [the manual](https://example.com) for more.
      """;

  private final Path folder;
  private final TestingGateway gateway;
  private final Browsers browsers;
  final List<String> complaints = new CopyOnWriteArrayList<>();
  private @Nullable BrowserContext context;

  private PageSetup(Path folder, Browsers browsers) {
    this.folder = folder;
    this.browsers = browsers;
    this.gateway = gateway(folder, YAML);
  }

  static PageSetup start() {
    var browsers = Browsers.launch();
    try {
      return new PageSetup(Files.createTempDirectory("sluice-page"), browsers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TestingGateway gateway(Path folder, String yaml) {
    var script =
        SCRIPT
            .replace("COUNTED", Json.write(COUNTED))
            .replace("GATES", Json.write(GATES))
            .replace("MARKDOWN", Json.write(MARKDOWN));
    return new TestingGateway(
        folder,
        SimulatorOptions.defaults()
            .withPace(Pace.immediate())
            .withLimits(RateLimits.unlimited())
            .withScript(Script.parse(script)),
        yaml);
  }

  String url() {
    return gateway.url();
  }

  /** A browser like that of a person with a desk; what the page complains about is noted. */
  Page open(String url) {
    return open(url, new Browser.NewContextOptions().setViewportSize(1200, 800));
  }

  Page open(String url, Browser.NewContextOptions options) {
    leave();
    complaints.clear();
    context = browsers.browser().newContext(options);
    context.setDefaultTimeout(Browsers.PATIENCE_MS);
    var page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(url);
    return page;
  }

  void leave() {
    if (context != null) {
      context.close();
      context = null;
    }
  }

  JsonNode get(String path) {
    return Json.parse(Sse.json("GET", url() + path, null).body());
  }

  /** The latest run, as the API shows it. */
  JsonNode latestRun() {
    return get("/v1/runs?limit=1").path("runs").path(0);
  }

  /** What screen readers and keyboards would stumble over. */
  static void assertAccessible(Page page, String state) {
    page.evaluate(axe());
    Object found =
        page.evaluate(
            """
            async () => {
              const result = await axe.run(document, {resultTypes: ['violations']});
              return result.violations
                .filter(v => v.impact === 'serious' || v.impact === 'critical')
                .map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '));
            }
            """);
    assertThat((List<?>) found).as(state).isEmpty();
  }

  private static String axe() {
    try (var in =
        PageSetup.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a picture for the documentation when asked to, else somewhere it does not matter. */
  static void picture(Page page, String name) {
    boolean write = "write".equals(System.getProperty("sluice.screenshots"));
    Path folder = Path.of(write ? "docs/images" : "target/images");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
  }

  @Override
  public void close() {
    leave();
    browsers.close();
    gateway.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
