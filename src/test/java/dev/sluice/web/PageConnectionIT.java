package dev.sluice.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sluice.web.PageIT.answer;
import static dev.sluice.web.PageIT.ask;
import static dev.sluice.web.PageIT.awaitStatus;
import static dev.sluice.web.PageIT.last;
import static dev.sluice.web.PageIT.send;
import static dev.sluice.web.PageIT.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.sluice.TestingGateway;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the page makes of reloads, cut lines, and whatever a run may go through. */
@ExtendWith(PageExtension.class)
class PageConnectionIT {
  private final PageSetup setup;

  PageConnectionIT(PageSetup setup) {
    this.setup = setup;
  }

  @Test
  void readsOnAfterAReloadInMidAnswer() {
    var page = setup.open(setup.url());
    ask(page, "count slowly");
    assertThat(answer(page)).containsText("word20");

    page.reload();

    assertThat(last(page).locator(".question")).hasText("count slowly");
    assertThat(last(page)).hasAttribute("data-status", "running");
    awaitStatus(page, "completed");
    assertThat(words(answer(page).innerText()))
        .isEqualTo(words(setup.latestRun().path("text").asText()))
        .isEqualTo(words(PageSetup.COUNTED));
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void findsTheAnswerFinishedAfterThePageWasClosed() {
    var page = setup.open(setup.url());
    ask(page, "count slowly");
    assertThat(answer(page)).containsText("word1");
    String address = page.url();
    setup.leave();

    var later = setup.open(setup.url());
    assertThat(later.locator("#list .busy").first()).isVisible();
    later.navigate(address);

    awaitStatus(later, "completed");
    assertThat(words(answer(later).innerText())).isEqualTo(words(PageSetup.COUNTED));
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void readsOnAfterTheNetworkWasCut() {
    try (var line = new CuttableLine(setup.url())) {
      var page = setup.open(line.url());
      ask(page, "count slowly");
      assertThat(answer(page)).containsText("word20");

      line.cut();
      assertThat(page.locator("#connection")).containsText("The connection is lost");
      line.mend();

      assertThat(page.locator("#connection")).isHidden();
      awaitStatus(page, "completed");
      assertThat(words(answer(page).innerText())).isEqualTo(words(PageSetup.COUNTED));
    }
  }

  @Test
  void sendsOnceWhatItIsNotSureOf() {
    var page = setup.open(setup.url());
    int[] answers = {0};
    page.route(
        "**/v1/runs",
        route -> {
          var real = route.fetch();
          if (answers[0]++ == 0) {
            route.abort();
          } else {
            route.fulfill(new Route.FulfillOptions().setResponse(real));
          }
        });

    send(page, "What is 7 * 8, once?");

    awaitStatus(page, "completed");
    assertThat(answers[0]).isEqualTo(2);
    assertThat(setup.get("/v1/runs?limit=100").findValuesAsText("message"))
        .filteredOn("What is 7 * 8, once?"::equals)
        .hasSize(1);
  }

  @Test
  void settlesARunWhoseEventsAreRefused() {
    var page = setup.open(setup.url());
    page.route("**/events", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));

    ask(page, "What is 15 * 23?");

    awaitStatus(page, "completed");
    assertThat(answer(page)).containsText("345");
    assertThat(page.locator("#connection")).isHidden();
  }

  @Test
  void takesALaterEpochForTheSameAnswer() {
    var page =
        scripted(
            """
            event: start
            data: {"conversation_id":"c","agent":"a","model":"m1","epoch":1}

            event: token
            data: {"text":"Kept. ","turn":1}

            event: tool_start
            data: {"tool_use_id":"t1","name":"search","args":{},"turn":1}

            event: tool_end
            data: {"tool_use_id":"t1","name":"search","ok":false,"degraded":true,"duration_ms":5,"error":"it is down","turn":1}

            event: token
            data: {"text":"Void.","turn":2}

            event: start
            data: {"conversation_id":"c","agent":"a","model":"m1","epoch":2}

            event: rewind
            data: {"turn":2,"reason":"another worker took over"}

            event: token
            data: {"text":"Anew.","turn":2}

            event: status
            data: {"kind":"fallback","from":"m1","to":"m2","reason":"m1 is overloaded"}

            """);

    assertThat(last(page).locator(".text").nth(1)).hasText("Anew.");
    assertThat(page.locator(".exchange")).hasCount(1);
    assertThat(last(page).locator(".text").first()).hasText("Kept.");
    assertThat(last(page)).not().containsText("Void");
    assertThat(last(page).locator(".tool")).hasAttribute("data-state", "degraded");
    assertThat(last(page).locator(".tool summary")).containsText("goes on without it");
    assertThat(last(page).locator(".notice")).containsText("m2 goes on in place of m1");
  }

  @Test
  void showsOnceAndInItsPlaceWhatIsToldAnewAfterALoss() {
    String turn =
        """
        event: start
        data: {"conversation_id":"c","agent":"a","model":"m1","epoch":1}

        event: token
        data: {"turn":1,"text":"I look."}

        event: tool_start
        data: {"turn":1,"tool_use_id":"t","name":"n","args":{}}

        event: tool_end
        data: {"turn":1,"tool_use_id":"t","name":"n","ok":true,"duration_ms":3,"degraded":false}

        """;
    String loss =
        """
        event: status
        data: {"kind":"trimmed"}

        event: rewind
        data: {"turn":1,"reason":"told anew"}

        """;
    var page =
        scripted(turn + loss + turn + "event: token\ndata: {\"turn\":2,\"text\":\"End.\"}\n\n");

    assertThat(last(page).locator(".text").nth(1)).hasText("End.");
    assertThat(last(page).locator(".text").first()).hasText("I look.");
    assertThat(last(page).locator(".tool")).hasCount(1);
    assertThat(last(page).locator(".text, .tool").nth(1)).hasAttribute("data-state", "ok");
  }

  @Test
  void showsWhatARunWaitsFor() {
    var page =
        scripted(
            """
            event: start
            data: {"conversation_id":"c","agent":"a","model":"m1","epoch":1}

            event: status
            data: {"kind":"waiting","reason":"no room at the model","expected_wait_ms":4200}

            """);
    assertThat(last(page).locator(".doing"))
        .containsText("Waiting: no room at the model, about 5 s");

    page =
        scripted(
            """
            event: status
            data: {"kind":"trimmed"}

            event: status
            data: {"kind":"retrying","attempt":2,"delay_ms":1500,"reason":"the model is overloaded"}

            """);
    assertThat(last(page).locator(".doing"))
        .containsText("Trying again in about 2 s (attempt 2): the model is overloaded");
    assertThat(last(page).locator(".notice")).containsText("no longer kept");
  }

  @Test
  void saysThatTheModelIsSimulated(@TempDir Path folder) {
    var page = setup.open(setup.url());
    assertThat(page.locator("#welcome-note")).containsText("Answers are written as you watch");
    assertThat(page.locator("#simulated")).isHidden();

    try (TestingGateway simulated =
        PageSetup.gateway(folder, "model: {simulator: \"on\"}\nruns: {drain: 500ms}\n")) {
      var other = setup.open(simulated.url());
      assertThat(other.locator("#simulated")).isVisible();
      assertThat(other.locator("#welcome-note")).containsText("ANTHROPIC_API_KEY");
      setup.leave();
    }
  }

  /** The page before a run whose events are these; the line stays open after them. */
  private Page scripted(String events) {
    var page = setup.open(setup.url());
    int[] served = {0};
    page.route(
        Pattern.compile("/v1/runs/[^/]+/events"),
        route -> {
          if (served[0]++ > 0) {
            return;
          }
          route.fulfill(
              new Route.FulfillOptions()
                  .setStatus(200)
                  .setContentType("text/event-stream")
                  .setBody("retry: 50\n\n" + events));
        });
    ask(page, "hold the line");
    assertThat(page.getByRole(AriaRole.BUTTON, PageIT.named("Stop"))).isVisible();
    return page;
  }
}
