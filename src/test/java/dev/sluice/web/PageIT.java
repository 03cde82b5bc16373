package dev.sluice.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person does with the page, in a real browser. */
@ExtendWith(PageExtension.class)
class PageIT {
  private final PageSetup setup;

  PageIT(PageSetup setup) {
    this.setup = setup;
  }

  @Test
  void showsTheAnswerAsItGrows() {
    var page = setup.open(setup.url());

    page.evaluate(
        """
        () => {
          window.lengths = [];
          new MutationObserver(() => {
            const growing = document.querySelector('[data-status=running] .text');
            if (growing) window.lengths.push(growing.textContent.length);
          }).observe(document.body, {childList: true, characterData: true, subtree: true});
        }
        """);
    ask(page, "count for me");
    awaitStatus(page, "completed");

    assertThat(words(answer(page).innerText())).isEqualTo(words(PageSetup.COUNTED));
    var lengths = (List<?>) page.evaluate("[...new Set(window.lengths)]");
    assertThat(lengths).hasSizeGreaterThan(5);
    assertThat(lengths)
        .isEqualTo(page.evaluate("[...new Set(window.lengths)].sort((a, b) => a - b)"));
    assertThat(last(page).locator(".figures")).containsText(Pattern.compile("\\$0\\.\\d+"));
    assertThat(last(page).locator(".figures")).containsText(Pattern.compile("\\d s"));
    assertThat(page).hasTitle(Pattern.compile("count for me – Sluice"));
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void opensAndClosesAToolCard() {
    var page = setup.open(setup.url());

    ask(page, "What is 15 * 23?");
    awaitStatus(page, "completed");
    Locator card = last(page).locator(".tool");
    assertThat(card).hasAttribute("data-state", "ok");
    assertThat(card.locator("summary")).containsText("calculator");
    assertThat(card.locator("summary")).containsText(Pattern.compile("\\d+ ms"));
    assertThat(card.locator(".body")).isHidden();

    card.locator("summary").click();
    assertThat(card.locator(".body")).isVisible();
    assertThat(card.locator(".body")).containsText("15 * 23");
    assertThat(card.locator(".body")).containsText("Result");
    assertThat(card.locator(".body")).containsText("345");
    card.locator("summary").click();
    assertThat(card.locator(".body")).isHidden();
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void drawsMarkdownAndNothingThatRuns() {
    var page = setup.open(setup.url());

    ask(page, "some markdown please");
    awaitStatus(page, "completed");

    assertThat(answer(page).locator("h4")).hasText("Sluice gates");
    assertThat(answer(page).locator("li")).hasCount(3);
    assertThat(answer(page).locator("td")).hasCount(6);
    assertThat(answer(page).locator("figure code")).containsText("Math.sqrt");
    assertThat(answer(page).locator("img, script")).hasCount(0);
    assertThat(answer(page)).containsText("<img src=x onerror=alert(1)>");
    assertThat(answer(page).locator("a")).hasAttribute("rel", "noopener noreferrer");
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void drawsOnlyWhatChanged() {
    var page = setup.open(setup.url());

    Object kept =
        page.evaluate(
            """
            async () => {
              const { show } = await import('/web/markdown.js');
              const element = document.createElement('div');
              show(element, 'One.\\n\\n```js\\nlet a', true);
              const [first, second] = element.children;
              const pre = element.querySelector('pre');
              show(element, 'One.\\n\\n```js\\nlet a = 1;\\n```\\n\\nTwo', false);
              return [first === element.children[0], second === element.children[1],
                pre === element.querySelector('pre'), pre.textContent === 'let a = 1;'];
            }
            """);

    assertThat(kept).isEqualTo(List.of(true, true, true, true));
  }

  @ParameterizedTest
  @CsvSource({
    "'Title\n-', 'Title\n'",
    "'It is **bo', 'It is **bo**'",
    "'It is **', 'It is'",
    "'It is **bold*', 'It is **bold**'",
    "'Call `fl', 'Call `fl`'",
    "'Call `', 'Call'",
    "'Done **so** far', 'Done **so** far'",
    "'```\nlet a = `x', '```\nlet a = `x'",
  })
  void closesMarkupThatIsCutAnywhere(String cut, String shown) {
    var page = setup.open(setup.url());

    Object presentable =
        page.evaluate("async cut => (await import('/web/markdown.js')).presentable(cut)", cut);

    assertThat(presentable).isEqualTo(shown);
  }

  @Test
  void copiesCode() {
    var page = setup.open(setup.url());
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    ask(page, "some markdown please");
    awaitStatus(page, "completed");

    page.getByRole(AriaRole.BUTTON, named("Copy code")).click();

    assertThat(answer(page).locator("figure .copy")).hasText("Copied");
    assertThat(page.evaluate("navigator.clipboard.readText()"))
        .isEqualTo(
            PageSetup.MARKDOWN.substring(
                PageSetup.MARKDOWN.indexOf("double flow"),
                PageSetup.MARKDOWN.indexOf("\n```\n\n<")));
  }

  @Test
  void foldsThinkingAway() {
    var page = setup.open(setup.url());

    ask(page, "ponder this");
    awaitStatus(page, "completed");

    Locator note = last(page).locator(".thinking");
    assertThat(note.locator(".body")).isHidden();
    note.locator("summary").click();
    assertThat(note.locator(".body")).hasText("First this, then that.");
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void stops() {
    var page = setup.open(setup.url());
    ask(page, "hold the line");
    assertThat(answer(page)).hasText("Holding on");

    page.getByRole(AriaRole.BUTTON, named("Stop")).click();

    awaitStatus(page, "cancelled");
    assertThat(last(page).locator(".end")).containsText("Stopped.");
    assertThat(answer(page)).hasText("Holding on");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Stop"))).isHidden();
    assertThat(setup.latestRun().path("status").asText()).isEqualTo("cancelled");
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void sendsASecondMessageAfterTheFirst() {
    var page = setup.open(setup.url());
    ask(page, "count slowly");
    assertThat(answer(page)).containsText("word1");

    ask(page, "What is 6 * 7?");

    assertThat(page.locator(".exchange")).hasCount(2);
    assertThat(last(page).locator(".doing")).containsText("Waits until the answer before it");
    awaitStatus(page, "completed");
    assertThat(page.locator(".exchange").first()).hasAttribute("data-status", "completed");
    assertThat(answer(page)).containsText("42");
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void interruptsTheFirstMessageByASecond() {
    var page = setup.open(setup.url());
    ask(page, "hold the line");
    assertThat(answer(page)).hasText("Holding on");

    page.getByLabel("now, and interrupt it").check();
    ask(page, "What is 6 * 7?");

    awaitStatus(page, "completed");
    assertThat(page.locator(".exchange").first()).hasAttribute("data-status", "cancelled");
    assertThat(answer(page)).containsText("42");
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void takesBackAMessageThatWaits() {
    var page = setup.open(setup.url());
    ask(page, "hold the line");
    assertThat(answer(page)).hasText("Holding on");
    ask(page, "What is 6 * 7?");

    page.getByRole(AriaRole.BUTTON, named("Do not ask this")).click();

    awaitStatus(page, "cancelled");
    page.getByRole(AriaRole.BUTTON, named("Stop")).click();
    assertThat(page.locator("[data-status=cancelled]")).hasCount(2);
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void findsAnEarlierConversationAndDeletesIt() {
    var page = setup.open(setup.url());
    ask(page, "What is 9 * 9, to be deleted?");
    awaitStatus(page, "completed");
    page.getByRole(AriaRole.BUTTON, named("New conversation")).click();
    assertThat(page.locator("#welcome")).isVisible();

    Locator link = page.locator("#list a").filter(with("9 * 9, to be deleted"));
    link.click();
    assertThat(answer(page)).containsText("81");
    assertThat(last(page).locator(".tool")).hasAttribute("data-state", "ok");
    assertThat(last(page).locator(".figures")).containsText("$");
    assertThat(link).hasAttribute("aria-current", "page");

    Locator remove = page.getByRole(AriaRole.BUTTON, named("Delete What is 9 * 9, to be deleted?"));
    remove.click();
    page.getByRole(AriaRole.BUTTON, named("Keep it")).click();
    assertThat(link).isVisible();
    assertThat(remove).isFocused();
    remove.click();
    page.getByRole(AriaRole.BUTTON, exactly("Delete")).click();

    assertThat(link).hasCount(0);
    assertThat(page.locator("#welcome")).isVisible();
    assertThat(setup.get("/v1/conversations").toString()).doesNotContain("to be deleted");
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void deletesNothingWhileItIsBeingAnswered() {
    var page = setup.open(setup.url());
    ask(page, "hold the line, keep this");
    assertThat(answer(page)).hasText("Holding on");

    page.getByRole(AriaRole.BUTTON, named("Delete hold the line, keep this")).click();
    page.getByRole(AriaRole.BUTTON, exactly("Delete")).click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Stop it first");
    assertThat(answer(page)).hasText("Holding on");
  }

  @ParameterizedTest
  @CsvSource({
    "please break, failed, This did not work.",
    "please decline, refused, The model declined to answer.",
    "be cut short, truncated, The answer is cut off.",
    "never end, capped, Stopped at a limit.",
  })
  void tellsInWordsHowAnAnswerEnded(String question, String status, String words) {
    var page = setup.open(setup.url());

    ask(page, question);

    awaitStatus(page, status);
    assertThat(last(page).locator(".end")).containsText(words);
    page.reload();
    awaitStatus(page, status);
    assertThat(last(page).locator(".question")).hasText(question);
    assertThat(last(page).locator(".end")).containsText(words);
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void keepsTheMessageWhenItIsNotTaken() {
    var page = setup.open(setup.url());
    page.route(
        "**/v1/runs",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(429)
                    .setHeaders(Map.of("Retry-After", "7"))
                    .setContentType("application/problem+json")
                    .setBody("{\"type\":\"urn:sluice:problem:overloaded\",\"status\":429}")));

    send(page, "What is 6 * 7?");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Try again in 7 s");
    assertThat(page.getByLabel("Message")).hasValue("What is 6 * 7?");
    page.unroute("**/v1/runs");
    page.getByRole(AriaRole.BUTTON, exactly("Send")).click();
    awaitStatus(page, "completed");
    assertThat(page.getByRole(AriaRole.ALERT)).isHidden();
    assertThat(page.getByLabel("Message")).hasValue("");
  }

  static void ask(Page page, String text) {
    send(page, text);
    assertThat(last(page).locator(".question")).hasText(text);
  }

  static void send(Page page, String text) {
    page.getByLabel("Message").fill(text);
    page.getByRole(AriaRole.BUTTON, exactly("Send")).click();
  }

  static Locator last(Page page) {
    return page.locator(".exchange").last();
  }

  static Locator answer(Page page) {
    return last(page).locator(".text").last();
  }

  static void awaitStatus(Page page, String status) {
    assertThat(last(page)).hasAttribute("data-status", status);
  }

  static String words(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  static Page.GetByRoleOptions exactly(String name) {
    return named(name).setExact(true);
  }

  private static Locator.FilterOptions with(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
