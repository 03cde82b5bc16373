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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final String YAML =
      """
      runs: {drain: 500ms}
      limits: {max_turns: 2}
      http:
        sse: {retry_from: 100ms, retry_to: 200ms}
      """;

  private static final String SCRIPT =
      """
      rules:
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
        - when: {text: markdown}
          pace: {chars: 9, delay: 4ms}
          reply: [{text: MARKDOWN}]
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

  private final TestingGateway gateway;
  private final Browsers browsers;
  final List<String> complaints = new CopyOnWriteArrayList<>();
  private @Nullable BrowserContext context;

  PageSetup(Path folder) {
    browsers = Browsers.launch();
    gateway = gateway(folder, YAML);
  }

  static TestingGateway gateway(Path folder, String yaml) {
    var script =
        SCRIPT.replace("COUNTED", Json.write(COUNTED)).replace("MARKDOWN", Json.write(MARKDOWN));
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
    context.setDefaultTimeout(15_000);
    var page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
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
  }
}
