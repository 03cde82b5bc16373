package dev.sluice.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sluice.web.PageSetup.assertAccessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.sluice.Sse;
import dev.sluice.TestingGateway;
import dev.sluice.json.Json;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator's page in a browser, before a gateway that has worked and still does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpsIT {
  private static final String YAML =
      """
      runs: {drain: 500ms}
      agents:
        default: {tools: [calculator, get_weather]}
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
  private static final String SCRIPT =
      """
      rules:
        - when: {text: hold the line}
          reply: [{text: "Holding on"}, stall]
        - when: {text: break}
          fail: {status: 400, message: "the script said so"}
        - when: {text: decline}
          reply: [{text: "I will n"}, {stop_reason: refusal}]
      """;

  private static final String BUSY =
      """
      {"at":"2026-03-01T10:00:00Z",
       "load":{"phase":"serving","in_flight":50,"capacity":50,"queued":9,"readers":3},
       "rates":{"width_ms":60000,"step_ms":10000,"points":2,"tokens":{},"cost_micros":{},
        "runs_ended":{},"model_calls":{},"rate_limited":{}},
       "budgets":[
        {"name":"model-1","kind":"input_tokens","limit":80000,"remaining":125,"waiting":4,
         "longest_wait_ms":3000,"closed_until":"2026-03-01T10:00:20Z"},
        {"name":"model-1","kind":"requests","limit":50,"remaining":40,"waiting":0,
         "longest_wait_ms":0}],
       "breakers":[{"name":"model-1","state":"half_open","failures_in_row":5}],
       "runs":null}"""
          .replace("\n", "");

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private @Nullable Browsers browsers;
  private @Nullable TestingGateway gateway;
  private @Nullable BrowserContext context;
  private String finished = "";
  private String running = "";

  @BeforeAll
  void start(@TempDir Path folder) {
    browsers = Browsers.launch();
    gateway = new TestingGateway(folder, model(), YAML);
    for (String message : List.of("What is 6 * 7?", "please break", "Hello", "decline this")) {
      follow(submit(message)).rest();
    }
    finished = submit("What is 15 * 23 and the weather in Berlin?");
    follow(finished).rest();
    running = submit("hold the line");
    try (var reader = follow(running)) {
      while (!reader.next().orElseThrow().name().equals("token")) {
        // It has not yet begun to speak.
      }
    }
  }

  @AfterAll
  void stop() {
    if (browsers != null) {
      browsers.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  @AfterEach
  void leave() {
    if (context != null) {
      context.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void showsWhatGoesOn(ColorScheme scheme) {
    var page = open(desk(scheme));

    assertThat(page.locator("#connection")).hasText("live");
    assertThat(page.locator("#load")).containsText("1 of ");
    assertThat(row(page, running)).containsText("running");
    assertThat(row(page, finished)).containsText("completed");
    assertThat(row(page, finished)).containsText("$0.");
    assertThat(page.locator("#run-rows")).containsText("model bad request");
    assertThat(plot(page, "Output tokens")).not().hasText("0");
    assertThat(plot(page, "Money")).hasText(Pattern.compile("\\$0\\.\\d*[1-9].*"));
    assertThat(page.locator("#budgets")).containsText("primary/sonnet-5-5");
    assertThat(page.locator("#budgets")).containsText("input tokens");
    assertThat(page.locator("#breakers")).containsText("primary/claude-sonnet-5-5");
    assertThat(page.locator("#breakers")).containsText("closed");
    row(page, finished).locator("a").click();
    assertThat(page.locator("#timeline table tbody tr")).hasCount(7);
    PageSetup.picture(page, scheme == ColorScheme.DARK ? "ops-dark" : "ops");
    assertThat(complaints).isEmpty();
    assertAccessible(page, "timeline");
    page.goBack();
    assertThat(page.locator("#timeline")).isHidden();
    assertAccessible(page, "overview");
  }

  @Test
  void showsARunsTimelineByKeyboardAndGoesBack() {
    var page = open(desk(ColorScheme.LIGHT));
    var link = row(page, finished).locator("a");
    assertThat(page.locator("#timeline")).isHidden();

    link.focus();
    page.keyboard().press("Enter");

    assertThat(page.locator("#timeline-title")).isFocused();
    var steps = page.locator("#timeline table tbody");
    assertThat(steps).containsText("in the queue");
    assertThat(steps).containsText("turn 1: calculator");
    assertThat(steps).containsText("req_");
    assertThat(page.locator("#timeline .picture rect.tool")).hasCount(2);
    assertThat(row(page, finished)).hasAttribute("aria-current", "true");
    page.goBack();
    assertThat(page.locator("#timeline")).isHidden();
    assertThat(complaints).isEmpty();
  }

  @Test
  void followsARunThatGoesOn() {
    var page = open(desk(ColorScheme.LIGHT));
    page.navigate(page.url() + "#run=" + running);

    assertThat(page.locator("#timeline .picture rect.model.open")).hasCount(1);
    assertThat(page.locator("#timeline table")).containsText("running");
  }

  @Test
  void saysWhenARunIsNotKept() {
    var page = open(desk(ColorScheme.LIGHT));
    page.evaluate("location.hash = '#run=run_nobody'");

    assertThat(page.locator("#timeline")).containsText("no such run is kept");
  }

  @Test
  void addsANewRunWithoutTakingTheFocus() {
    var page = open(desk(ColorScheme.LIGHT));
    var link = row(page, finished).locator("a");
    link.focus();

    String run = submit("What is 1 + 1?");
    assertThat(row(page, run)).containsText("completed", within(10_000));

    assertThat(link).isFocused();
    assertThat(page.locator("#run-rows tr").first()).containsText("completed");
  }

  @Test
  void standsStillWhenAsked() {
    var page = open(desk(ColorScheme.LIGHT));
    assertThat(page.locator("#connection")).hasText("live");
    page.getByRole(AriaRole.BUTTON, named("Pause updates")).click();
    assertThat(page.locator("#connection")).hasText("paused");

    String run = submit("What is 2 + 2?");
    follow(run).rest();
    page.waitForResponse(
        response -> response.url().endsWith("/healthz"), () -> page.evaluate("fetch('healthz')"));

    assertThat(row(page, run)).hasCount(0);
    page.getByRole(AriaRole.BUTTON, named("Pause updates")).click();
    assertThat(row(page, run)).hasCount(1);
  }

  @Test
  void saysWhenTheConnectionIsGone() {
    var page = open(desk(ColorScheme.LIGHT));
    assertThat(page.locator("#connection")).hasText("live");
    page.route("**/ops/stream", route -> route.fulfill(refusal()));
    page.reload();

    assertThat(page.locator("#connection")).hasText("no connection, trying again");
    assertThat(page.locator("#announcements")).hasText("no connection, trying again");
  }

  @Test
  void showsBudgetsAndBreakersWhereThereAreAny() {
    var page = open(desk(ColorScheme.LIGHT));
    page.route(
        "**/ops/stream",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/event-stream")
                    .setBody("event: snapshot\ndata: " + BUSY + "\n\n")));
    page.reload();

    var budgets = page.locator("#budgets tbody tr");
    assertThat(budgets).hasCount(2);
    assertThat(budgets.first()).containsText("input tokens");
    assertThat(budgets.first()).containsText("125 of 80K");
    assertThat(budgets.first()).containsText("4, up to 3.0 s");
    assertThat(budgets.first()).containsText("closed until");
    assertThat(budgets.last()).containsText("free");
    assertThat(page.locator("#breakers tbody")).containsText("half open");
    assertThat(page.locator("#runs-note")).containsText("cannot be read");
    assertAccessible(page, "limited");
  }

  @Test
  void fitsOnAPhone() {
    var page =
        open(
            new Browser.NewContextOptions()
                .setViewportSize(390, 780)
                .setDeviceScaleFactor(2)
                .setHasTouch(true)
                .setIsMobile(true));
    row(page, finished).locator("a").tap();
    assertThat(page.locator("#timeline table tbody tr")).hasCount(7);

    assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth")).isEqualTo(0);
    PageSetup.picture(page, "ops-phone");
    assertThat(complaints).isEmpty();
    assertAccessible(page, "phone");
  }

  /** As fast as a person reads, so that the picture has something to show. */
  private static SimulatorOptions model() {
    return SimulatorOptions.defaults()
        .withPace(Pace.tokensPerSecond(120))
        .withLimits(RateLimits.unlimited())
        .withScript(Script.parse(SCRIPT));
  }

  private Page open(Browser.NewContextOptions options) {
    leave();
    complaints.clear();
    context = Objects.requireNonNull(browsers).browser().newContext(options);
    context.setDefaultTimeout(15_000);
    var page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(gateway().managementUrl() + "/ops");
    return page;
  }

  private TestingGateway gateway() {
    return Objects.requireNonNull(gateway);
  }

  private String submit(String message) {
    var body = Json.write(Json.object().put("message", message));
    var answer = Sse.json("POST", gateway().url() + "/v1/runs", body);
    return Json.parse(answer.body()).path("run_id").asText();
  }

  private Sse follow(String run) {
    return Sse.get(gateway().url() + "/v1/runs/" + run + "/events", Optional.empty());
  }

  private static Locator row(Page page, String run) {
    return page.locator("#run-rows tr", new Page.LocatorOptions().setHas(link(page, run)));
  }

  private static Locator link(Page page, String run) {
    return page.locator("a[href='#run=" + run + "']");
  }

  private static Locator plot(Page page, String title) {
    return page.locator("#plots figure", new Page.LocatorOptions().setHasText(title))
        .locator(".value");
  }

  private static Route.FulfillOptions refusal() {
    return new Route.FulfillOptions().setStatus(503).setBody("{}");
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static LocatorAssertions.ContainsTextOptions within(double millis) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(millis);
  }

  private static Browser.NewContextOptions desk(ColorScheme scheme) {
    return new Browser.NewContextOptions().setViewportSize(1200, 1500).setColorScheme(scheme);
  }
}
