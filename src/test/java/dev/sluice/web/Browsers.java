package dev.sluice.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds a browser: the one that {@code SLUICE_BROWSER} names, an installed Chromium, or the one
 * that Playwright fetches. Where none can be had the tests are skipped with a banner; in CI they
 * fail.
 */
final class Browsers implements AutoCloseable {
  /** Far more than is ever needed: a busy machine must not look like a fault. */
  static final double PATIENCE_MS = 30_000;

  private static final List<String> INSTALLED =
      List.of(
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Browsers(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Browsers launch() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    Optional<Path> installed = installed();
    try {
      var playwright = Playwright.create(options(installed));
      return new Browsers(playwright, launch(playwright, installed));
    } catch (PlaywrightException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw e;
      }
      banner();
      Assumptions.abort("no browser: " + e.getMessage());
      throw e;
    }
  }

  private static Browser launch(Playwright playwright, Optional<Path> installed) {
    var options = new BrowserType.LaunchOptions().setHeadless(true).setArgs(FLAGS);
    installed.ifPresent(options::setExecutablePath);
    try {
      return playwright.chromium().launch(options);
    } catch (PlaywrightException e) {
      playwright.close();
      throw e;
    }
  }

  private static Playwright.CreateOptions options(Optional<Path> installed) {
    var options = new Playwright.CreateOptions();
    if (installed.isPresent()) {
      options.setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
    }
    return options;
  }

  private static Optional<Path> installed() {
    return Stream.concat(Stream.ofNullable(System.getenv("SLUICE_BROWSER")), INSTALLED.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void banner() {
    System.err.println(
        """
        ********************************************************************************
        * THE PAGE WAS NOT TESTED: no browser was found and none could be fetched.     *
        * Install Chromium, or name one in the environment variable SLUICE_BROWSER.    *
        ********************************************************************************\
        """);
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
