package dev.sluice.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sluice.web.PageIT.answer;
import static dev.sluice.web.PageIT.ask;
import static dev.sluice.web.PageIT.awaitStatus;
import static dev.sluice.web.PageIT.exactly;
import static dev.sluice.web.PageIT.last;
import static dev.sluice.web.PageIT.named;
import static dev.sluice.web.PageSetup.assertAccessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.sluice.TestingGateway;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who can use the page: by keyboard, by ear, on a phone, in the dark. */
@ExtendWith(PageExtension.class)
class PageAccessIT {
  private final PageSetup setup;

  PageAccessIT(PageSetup setup) {
    this.setup = setup;
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void hasNoSeriousFaultInItsMainStates(ColorScheme scheme) {
    var page = setup.open(setup.url(), desk(scheme));
    assertAccessible(page, "welcome");
    ask(page, "What is 15 * 23 and 6 * 7?");
    awaitStatus(page, "completed");
    last(page).locator(".tool summary").first().click();
    ask(page, "ponder this");
    awaitStatus(page, "completed");
    ask(page, "some markdown please");
    awaitStatus(page, "completed");
    assertAccessible(page, "answered");
    ask(page, "please break");
    awaitStatus(page, "failed");
    assertAccessible(page, "failed");
    ask(page, "hold the line");
    assertThat(answer(page)).hasText("Holding on");
    assertAccessible(page, "running");
    page.getByRole(AriaRole.BUTTON, named("Stop")).click();
    awaitStatus(page, "cancelled");
    page.locator("#list .remove").first().click();
    assertAccessible(page, "confirming");
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void isDarkWhereThePersonWantsIt() {
    var light = background(setup.open(setup.url(), desk(ColorScheme.LIGHT)));
    var dark = background(setup.open(setup.url(), desk(ColorScheme.DARK)));

    assertThat(light).isEqualTo("rgb(251, 250, 247)");
    assertThat(dark).isEqualTo("rgb(20, 24, 27)");
  }

  @Test
  void fitsOnAPhone() {
    var page = setup.open(setup.url(), phone());
    assertFits(page);
    ask(page, "What is 15 * 23?");
    awaitStatus(page, "completed");
    ask(page, "some markdown please");
    awaitStatus(page, "completed");

    assertFits(page);
    assertAccessible(page, "phone");
    page.getByRole(AriaRole.BUTTON, exactly("Conversations")).tap();
    assertThat(page.getByRole(AriaRole.BUTTON, named("New conversation"))).isFocused();
    assertAccessible(page, "phone, conversations");
    page.keyboard().press("Escape");
    assertThat(page.locator("#side")).isHidden();
    assertThat(page.getByRole(AriaRole.BUTTON, exactly("Conversations"))).isFocused();
    assertThat(setup.complaints).isEmpty();
  }

  /** Makes the pictures of the documentation with {@code -Dsluice.screenshots=write}. */
  @Test
  void looksAsTheDocumentationShows(@TempDir Path folder) {
    try (TestingGateway fresh = PageSetup.gateway(folder, PageSetup.YAML)) {
      var page = setup.open(fresh.url(), desk(ColorScheme.LIGHT).setViewportSize(1200, 1080));
      for (String earlier :
          List.of("Remember that the meeting is on Friday", "What is 15% of 1840?")) {
        ask(page, earlier);
        awaitStatus(page, "completed");
        page.getByRole(AriaRole.BUTTON, named("New conversation")).click();
      }
      ask(page, "Which gate passes 10 cubic metres a second at a head of 6 m?");
      awaitStatus(page, "completed");
      String address = page.url();
      show(page, "page-light");
      page = setup.open(address, desk(ColorScheme.DARK).setViewportSize(1200, 1080));
      show(page, "page-dark");
      page = setup.open(address, phone());
      assertFits(page);
      show(page, "page-phone");
      setup.leave();
    }
  }

  private static void show(Page page, String picture) {
    awaitStatus(page, "completed");
    last(page).locator(".tool summary").click();
    assertThat(last(page).locator(".tool .body")).containsText("Result");
    page.locator("#log").evaluate("log => { log.scrollTop = 0; }");
    PageSetup.picture(page, picture);
  }

  @Test
  void needsNoMouse() {
    var page = setup.open(setup.url());
    assertThat(page.getByLabel("Message")).isFocused();

    page.keyboard().type("What is 12 * 12?");
    page.keyboard().press("Enter");
    awaitStatus(page, "completed");
    page.keyboard().press("Shift+Tab");
    tabTo(page, "Shift+Tab", ".tool summary");
    page.keyboard().press("Enter");
    assertThat(last(page).locator(".tool .body")).isVisible();

    tabTo(page, "Tab", "#message");
    page.keyboard().type("hold the line");
    page.keyboard().press("Enter");
    assertThat(answer(page)).hasText("Holding on");
    tabTo(page, "Tab", "#stop");
    page.keyboard().press("Enter");
    awaitStatus(page, "cancelled");
    assertThat(page.getByLabel("Message")).isFocused();

    tabTo(page, "Shift+Tab", "#list .remove");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Keep it"))).isFocused();
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(page.locator("#confirm")).isHidden();
    assertThat(setup.complaints).isEmpty();
  }

  @Test
  void tellsScreenReadersTheWholeAnswerOnce() {
    var page = setup.open(setup.url());
    page.evaluate(
        """
        () => {
          window.heard = [];
          new MutationObserver(() => window.heard.push(document.getElementById('announce').textContent))
            .observe(document.getElementById('announce'), {childList: true, characterData: true, subtree: true});
        }
        """);

    ask(page, "What is 15 * 23?");
    awaitStatus(page, "completed");

    assertThat((Iterable<?>) page.evaluate("window.heard"))
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("Using calculator"),
            second -> assertThat(second.toString()).contains("345"));
  }

  @Test
  void leavesAReaderAloneWhoScrolledUp() {
    var page = setup.open(setup.url(), desk(ColorScheme.LIGHT).setViewportSize(900, 420));
    ask(page, "count slowly");
    page.waitForCondition(() -> scrolled(page) > 60);

    page.locator("#log").hover();
    page.mouse().wheel(0, -4000);
    page.waitForCondition(() -> scrolled(page) == 0);
    int length = answer(page).innerText().length();
    page.waitForCondition(() -> answer(page).innerText().length() > length + 150);

    assertThat(scrolled(page)).isZero();
    page.getByRole(AriaRole.BUTTON, named("Jump to the latest")).click();
    page.waitForCondition(() -> scrolled(page) > 60);
    assertThat(page.getByRole(AriaRole.BUTTON, named("Jump to the latest"))).isHidden();
  }

  private static int scrolled(Page page) {
    return ((Number) page.evaluate("Math.round(document.getElementById('log').scrollTop)"))
        .intValue();
  }

  private static void tabTo(Page page, String key, String selector) {
    for (int i = 0; i < 60; i++) {
      if (Boolean.TRUE.equals(page.evaluate("s => document.activeElement.matches(s)", selector))) {
        return;
      }
      page.keyboard().press(key);
    }
    throw new AssertionError(key + " never comes to " + selector);
  }

  private static void assertFits(Page page) {
    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('*')].filter(e => !e.closest('.table, pre, #side,"
                    + " .hidden') && e.getBoundingClientRect().right > innerWidth + 1)"
                    + ".map(e => e.outerHTML.slice(0, 80))"))
        .isEqualTo(List.of());
    assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth")).isEqualTo(0);
  }

  private static Browser.NewContextOptions phone() {
    return new Browser.NewContextOptions()
        .setViewportSize(390, 780)
        .setDeviceScaleFactor(2)
        .setHasTouch(true)
        .setIsMobile(true);
  }

  private static Browser.NewContextOptions desk(ColorScheme scheme) {
    return new Browser.NewContextOptions().setViewportSize(1200, 800).setColorScheme(scheme);
  }

  private static Object background(Page page) {
    return page.evaluate("getComputedStyle(document.body).backgroundColor");
  }
}
