package dev.sluice.channel.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The page for people: a few files out of memory, read once from the class path. A browser gets it
 * at {@code /}; programs that do not ask for HTML get the index of the API there. What the page may
 * load and do is told by its Content-Security-Policy: only what this server gives.
 */
final class WebPage {
  private static final List<String> FILES =
      List.of(
          "index.html",
          "style.css",
          "icon.svg",
          "app.js",
          "api.js",
          "answer.js",
          "composer.js",
          "conversations.js",
          "follow.js",
          "history.js",
          "lib.js",
          "markdown.js",
          "view.js",
          "words.js");

  /** Names every file of a library that the page loads. */
  private static final String LIBRARIES = "/web/lib.js";

  private static final Pattern LIBRARY_FILE = Pattern.compile("\"(/webjars/[^\"]+)\"");
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
          + "require-trusted-types-for 'script'; trusted-types dompurify";

  /** Before the endpoints, of which {@code /} is one. */
  private static final int FIRST = -1;

  private static final WebPage PAGE = new WebPage();

  private final Map<String, WebFile> files;

  private WebPage() {
    var byPath = new HashMap<String, WebFile>();
    FILES.forEach(name -> byPath.put("/web/" + name, WebFile.own(name)));
    var named = LIBRARY_FILE.matcher(file(byPath, LIBRARIES).text());
    while (named.find()) {
      byPath.put(named.group(1), WebFile.library(named.group(1)));
    }
    byPath.put("/", file(byPath, "/web/index.html"));
    files = Map.copyOf(byPath);
  }

  private static WebFile file(Map<String, WebFile> files, String path) {
    WebFile file = files.get(path);
    if (file == null) {
      throw new IllegalStateException(path + " is no file of the page");
    }
    return file;
  }

  /** Adds the page's files to the router. */
  static void mount(Router router) {
    router.route().order(FIRST).handler(PAGE::handle);
  }

  /** On the event loop; the bytes are in memory. What is no file of the page goes on. */
  private void handle(RoutingContext context) {
    WebFile file = files.get(context.request().path());
    if (file == null || !isRead(context) || (isRoot(context) && !wantsHtml(context))) {
      context.next();
      return;
    }
    var response = context.response();
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, file.caching())
        .putHeader(HttpHeaders.ETAG, file.etag())
        .putHeader(HttpHeaders.VARY, "Accept")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .putHeader("Referrer-Policy", "no-referrer");
    if (isKnown(context, file)) {
      response.setStatusCode(304).end();
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType())
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(file.content().length()));
    Replies.end(context.request(), response, file.content());
  }

  private static boolean isRead(RoutingContext context) {
    HttpMethod method = context.request().method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  private static boolean isRoot(RoutingContext context) {
    return "/".equals(context.request().path());
  }

  private static boolean wantsHtml(RoutingContext context) {
    String accept = String.join(",", context.request().headers().getAll(HttpHeaders.ACCEPT));
    return accept.toLowerCase(Locale.ROOT).contains("text/html");
  }

  private static boolean isKnown(RoutingContext context, WebFile file) {
    String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    return known != null && known.contains(file.etag());
  }
}
