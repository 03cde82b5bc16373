package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRequestTest {
  private static final String JSON = "Content-Type: application/json";
  private final ApiDocument document = ApiDocument.load();
  private HttpFixture http;

  @BeforeEach
  void start() {
    http = new HttpFixture();
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws Exception {
    byte[][] broken = {
      {'a', (byte) 0xff},
      {(byte) 0xc3, '('},
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {(byte) 0xc0, (byte) 0x80}
    };
    for (byte[] bytes : broken) {
      try (var raw = new RawHttp(http.port())) {
        raw.send(RawHttp.head("POST", "/v1/runs", JSON, "Content-Length: " + (14 + bytes.length)));
        raw.send("\r\n{\"message\":\"");
        raw.send(bytes);
        raw.send("\"}");
        expect(raw.reply(false), 400, "malformed-json", "not valid UTF-8");
      }
    }
  }

  @Test
  void refusesAnEmptyBody() throws Exception {
    var reply = RawHttp.exchange(http.port(), "POST", "/v1/runs", JSON, "Content-Length: 0");

    expect(reply, 400, "malformed-json", "the body is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Type: application/json; charset=iso-8859-1",
        "Content-Type: application/jsonp",
        "X-Nothing: there",
      })
  void refusesOtherMediaTypes(String header) throws Exception {
    String request = RawHttp.head("POST", "/v1/runs", header, "Content-Length: 15");
    var reply = RawHttp.exchange(http.port(), request + "\r\n{\"message\":\"a\"}");

    expect(reply, 415, "unsupported-media-type", "");
  }

  @Test
  void takesTheCharsetThatJsonHas() throws Exception {
    String type = "Content-Type: Application/JSON ; charset=\"UTF-8\"";
    String request = RawHttp.head("POST", "/v1/runs", type, "Content-Length: 15");
    var reply = RawHttp.exchange(http.port(), request + "\r\n{\"message\":\"a\"}");

    assertThat(reply.status()).isEqualTo(202);
  }

  @Test
  void refusesCompressedBodies() throws Exception {
    String request =
        RawHttp.head("POST", "/v1/runs", JSON, "Content-Encoding: gzip", "Content-Length: 15");
    var reply = RawHttp.exchange(http.port(), request + "\r\n{\"message\":\"a\"}");

    expect(reply, 415, "unsupported-media-type", "without Content-Encoding");
  }

  @Test
  void refusesABodyThatSaysItIsTooLargeBeforeItComes() throws Exception {
    try (var raw = new RawHttp(http.port())) {
      raw.send(
          RawHttp.head(
              "POST", "/v1/runs", JSON, "Content-Length: 1048577", "Expect: 100-continue"));
      raw.send("\r\n");
      expect(raw.reply(false), 413, "payload-too-large", "at most 1048576 bytes");
    }
  }

  @Test
  void lets100ContinueThrough() throws Exception {
    try (var raw = new RawHttp(http.port())) {
      raw.send(
          RawHttp.head("POST", "/v1/runs", JSON, "Content-Length: 15", "Expect: 100-continue"));
      raw.send("\r\n");
      assertThat(raw.reply(false).status()).isEqualTo(100);
      raw.send("{\"message\":\"a\"}");
      assertThat(raw.reply(false).status()).isEqualTo(202);
    }
  }

  @Test
  void refusesABodyThatTurnsOutTooLarge() throws Exception {
    byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
    try (var raw = new RawHttp(http.port())) {
      raw.send(RawHttp.head("POST", "/v1/runs", JSON, "Transfer-Encoding: chunked") + "\r\n");
      for (int i = 0; i < 17; i++) {
        raw.send(chunk);
      }
      expect(raw.reply(false), 413, "payload-too-large", "at most 1048576 bytes");
    }
  }

  @Test
  void closesAConnectionThatGoesOnAfterItsRefusal() throws Exception {
    try (var raw = new RawHttp(http.port())) {
      raw.send(RawHttp.head("POST", "/v1/runs", JSON, "Content-Length: 99999999") + "\r\n{");
      assertThat(raw.reply(false).status()).isEqualTo(413);
      assertThat(raw.rest()).isEmpty();
    }
  }

  @Test
  void acceptsABodyOfExactlyTheLimit() throws Exception {
    int limit = 1 << 20;
    String body = "{\"message\":\"" + "x".repeat(limit - 14) + "\"}";

    assertThat(body).hasSize(limit);
    assertThat(RawHttp.post(http.port(), "/v1/runs", body).status()).isEqualTo(202);
  }

  @Test
  void givesUpOnAnUploadThatNeverEnds() throws Exception {
    http.close();
    http = new HttpFixture(HttpFixture.config(Duration.ofMillis(200)), Authenticator.loopback());
    try (var raw = new RawHttp(http.port())) {
      raw.send(RawHttp.head("POST", "/v1/chat/stream", JSON, "Transfer-Encoding: chunked"));
      raw.send("\r\n5\r\n{\"mes\r\n");
      expect(raw.reply(false), 408, "request-timeout", "did not end within 200 ms");
      assertThat(raw.rest()).isEmpty();
    }
    assertThat(http.runs.submissions).isEmpty();
  }

  @Test
  void closesConnectionsOnWhichNothingMoves() throws Exception {
    http.close();
    http = new HttpFixture(HttpFixture.quick(), Authenticator.loopback());
    try (var silent = new RawHttp(http.port());
        var stuck = new RawHttp(http.port())) {
      stuck.send("GET /health HTTP/1.1\r\nX-A: ");
      assertThat(silent.rest()).isEmpty();
      assertThat(stuck.rest()).doesNotContain("200");
    }
  }

  @Test
  void takesARequestByteByByte() throws Exception {
    String body = "{\"message\":\"h\u00e9llo \ud83d\ude00\"}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head = RawHttp.head("POST", "/v1/runs", JSON, "Content-Length: " + bytes.length);
    try (var raw = new RawHttp(http.port())) {
      for (byte b : (head + "\r\n").getBytes(StandardCharsets.UTF_8)) {
        raw.send(new byte[] {b});
      }
      for (byte b : bytes) {
        raw.send(new byte[] {b});
      }
      assertThat(raw.reply(false).status()).isEqualTo(202);
    }
    assertThat(http.runs.submissions.remove().input().text()).isEqualTo("h\u00e9llo \ud83d\ude00");
  }

  @Test
  void cutsAConnectionWhoseFramingIsBroken() throws Exception {
    try (var raw = new RawHttp(http.port())) {
      raw.send(RawHttp.head("POST", "/v1/runs", JSON, "Transfer-Encoding: chunked"));
      raw.send("\r\nzz\r\n{}\r\n0\r\n\r\n");
      assertThat(raw.rest()).isEmpty();
    }
    assertThat(http.runs.submissions).isEmpty();
  }

  @Test
  void refusesOversizedHeaders() throws Exception {
    String one = RawHttp.head("GET", "/health", "X-Big: " + "x".repeat(20_000)) + "\r\n";
    expect(RawHttp.exchange(http.port(), one), 431, "headers-too-large", "");

    var many = new StringBuilder(RawHttp.head("GET", "/health"));
    for (int i = 0; i < 2_000; i++) {
      many.append("X-").append(i).append(": some value\r\n");
    }
    expect(RawHttp.exchange(http.port(), many + "\r\n"), 431, "headers-too-large", "");
  }

  @Test
  void refusesAnOversizedRequestLine() throws Exception {
    String request = RawHttp.head("GET", "/health?" + "x".repeat(9_000)) + "\r\n";

    expect(RawHttp.exchange(http.port(), request), 414, "uri-too-long", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rubbish\r\n\r\n", "GET /health HTTP/9.x\r\n\r\n"})
  void refusesWhatIsNotHttp(String bytes) throws Exception {
    expect(RawHttp.exchange(http.port(), bytes), 400, "malformed-request", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/runs/%zz", "/v1/runs/%", "/v1/runs?limit=%zz", "/v1/runs?user_id=%f"})
  void refusesBadPercentEncoding(String target) throws Exception {
    var reply = RawHttp.exchange(http.port(), "GET", target);

    expect(reply, 400, "malformed-request", "percent-encoding");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nowhere, 404, not-found",
    "GET, /v1, 404, not-found",
    "GET, /v1/runs/run_none, 404, not-found",
    "GET, /v1/runs/%00%0a, 404, not-found",
    "GET, /v1/runs/%E2%82%AC/events, 404, not-found",
    "POST, /v1/runs/run_none/cancel, 404, not-found",
    "GET, /v1/conversations/none, 404, not-found",
    "GET, /v1/conversations/none/messages, 404, not-found",
    "DELETE, /v1/conversations/none, 404, not-found",
    "GET, /v1/runs?limit=0, 400, invalid-request",
    "GET, /v1/runs?limit=101, 400, invalid-request",
    "GET, /v1/runs?limit=ten, 400, invalid-request",
    "GET, /v1/runs?user_id=a%20b, 400, invalid-request",
    "GET, /v1/conversations?offset=-1, 400, invalid-request",
    "PUT, /v1/runs, 405, method-not-allowed",
    "DELETE, /v1/runs/run_none, 405, method-not-allowed",
    "GET, /v1/chat/stream, 405, method-not-allowed",
    "PATCH, /health, 405, method-not-allowed",
    "BREW, /health, 405, method-not-allowed",
  })
  void answersWithTheRightProblem(String method, String target, int status, String slug)
      throws Exception {
    expect(RawHttp.exchange(http.port(), method, target), status, slug, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "1",
        "1-",
        "-1-2",
        "01-2",
        "1-2-3",
        "1_2",
        "1-9999999999999999999",
        "%31-%C3"
      })
  void refusesABadLastEventId(String id) throws Exception {
    var run = http.submit();
    String path = "/v1/runs/" + run + "/events";

    expect(
        RawHttp.exchange(http.port(), "GET", path, "Last-Event-ID: " + id),
        400,
        "invalid-request",
        "Last-Event-ID");
    expect(
        RawHttp.exchange(http.port(), "GET", path + "?last_event_id=" + id),
        400,
        "invalid-request",
        "Last-Event-ID");
  }

  @Test
  void refusesABadIdempotencyKey() throws Exception {
    String body = "{\"message\":\"a\"}";
    for (String key : new String[] {"", "k\u00e9y", "x".repeat(256)}) {
      var reply = RawHttp.post(http.port(), "/v1/runs", body, "Idempotency-Key: " + key);
      expect(reply, 400, "invalid-request", "Idempotency-Key");
    }
    var twice =
        RawHttp.post(http.port(), "/v1/runs", body, "Idempotency-Key: a", "Idempotency-Key: b");
    expect(twice, 400, "invalid-request", "Idempotency-Key");
    assertThat(http.runs.submissions).isEmpty();
  }

  @Test
  void servesOnAfterARefusalOnTheSameConnection() throws Exception {
    try (var raw = new RawHttp(http.port())) {
      raw.send(RawHttp.head("POST", "/v1/runs", JSON, "Content-Length: 2") + "\r\n{}");
      assertThat(raw.reply(false).status()).isEqualTo(400);
      raw.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.reply(false).status()).isEqualTo(200);
    }
  }

  @Test
  void losesNothingWhenAClientLeavesInTheMiddleOfItsBody() throws Exception {
    try (var raw = new RawHttp(http.port())) {
      raw.send(RawHttp.head("POST", "/v1/runs", JSON, "Content-Length: 500") + "\r\n{\"mess");
    }

    assertThat(RawHttp.exchange(http.port(), "GET", "/health").status()).isEqualTo(200);
    assertThat(http.runs.submissions).isEmpty();
  }

  private void expect(RawHttp.Reply reply, int status, String slug, String detail) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).contains("application/problem+json");
    assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
    document.check("Problem", reply.json());
    assertThat(reply.json().path("type").asText()).isEqualTo("urn:sluice:problem:" + slug);
    assertThat(reply.json().path("status").asInt()).isEqualTo(status);
    assertThat(reply.json().path("detail").asText()).contains(detail);
  }
}
