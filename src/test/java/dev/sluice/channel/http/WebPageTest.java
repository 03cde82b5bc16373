package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebPageTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final HttpFixture http = new HttpFixture();

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void givesBrowsersThePageAndProgramsTheIndex() throws Exception {
    var page = get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    var index = get("/", "Accept", "application/json");

    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(index, "Content-Type")).isEqualTo("application/json");
    assertThat(Stream.of(page, index).map(answer -> header(answer, "Vary"))).containsOnly("Accept");
  }

  @ParameterizedTest
  @CsvSource({
    "/web/style.css, text/css; charset=utf-8",
    "/web/app.js, text/javascript; charset=utf-8",
    "/web/icon.svg, image/svg+xml",
  })
  void tellsTheTypeAndForbidsToGuess(String path, String type) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
  }

  @Test
  void asksBrowsersToCheckItsOwnFiles() throws Exception {
    var first = get("/web/app.js");
    var again = get("/web/app.js", "If-None-Match", header(first, "ETag"));
    var stale = get("/web/app.js", "If-None-Match", "\"other\"");

    assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(stale.statusCode()).isEqualTo(200);
  }

  @Test
  void letsBrowsersKeepLibrariesForEver() throws Exception {
    var named = Pattern.compile("\"(/webjars/[^\"]+)\"").matcher(get("/web/lib.js").body());
    int libraries = 0;
    while (named.find()) {
      var library = get(named.group(1));
      assertThat(library.statusCode()).isEqualTo(200);
      assertThat(header(library, "Cache-Control")).contains("immutable");
      libraries++;
    }
    assertThat(libraries).isEqualTo(2);
  }

  @Test
  void givesEveryFileThatTheModulesImport() throws Exception {
    var imports = Pattern.compile("from \"\\./([^\"]+)\"");
    for (String name : new String[] {"app.js", "conversations.js", "follow.js", "view.js"}) {
      var imported = imports.matcher(get("/web/" + name).body());
      while (imported.find()) {
        assertThat(get("/web/" + imported.group(1)).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    var head =
        CLIENT.send(
            HttpRequest.newBuilder(uri("/web/app.js")).HEAD().build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(Integer.parseInt(header(head, "Content-Length"))).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/web/",
        "/web/none.js",
        "/web/../openapi.yaml/x",
        "/web/%2e%2e/logback.xml",
        "/webjars/marked/17.0.1/package.json",
        "/logback.xml",
      })
  void givesNothingElse(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + http.port() + path);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
