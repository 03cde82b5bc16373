package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.run.RunException;
import dev.sluice.run.StoreException;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProblemsTest {
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
  void saysWhenToComeBackFromAnOverload() throws Exception {
    var reply = submit(new RunException.Overloaded("too many runs", Duration.ofMillis(1200)));

    expect(reply, 429, "overloaded");
    assertThat(reply.header("Retry-After")).contains("2");
    assertThat(submit(new RunException.Overloaded("x", Duration.ZERO)).header("Retry-After"))
        .contains("1");
  }

  @Test
  void namesTheRunThatMakesAConversationBusy() throws Exception {
    var reply = submit(new RunException.Busy(new RunId("run_7")));

    expect(reply, 409, "conversation-busy");
    assertThat(reply.json().path("active_run").asText()).isEqualTo("run_7");
  }

  @Test
  void namesTheFieldThatCannotBe() throws Exception {
    var reply = submit(new RunException.Invalid("agent", "there is no agent of this name"));

    expect(reply, 400, "invalid-request");
    assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/agent");
  }

  @Test
  void saysThatNothingWasAcceptedWhenTheStoreIsInTrouble() throws Exception {
    var away = submit(new StoreException(StoreException.Kind.UNAVAILABLE, "10.0.0.1 is away"));
    expect(away, 503, "unavailable");
    assertThat(away.header("Retry-After")).contains("2");
    assertThat(away.body()).doesNotContain("10.0.0.1");

    var full = submit(new StoreException(StoreException.Kind.FULL, "/secret/path is full"));
    expect(full, 507, "storage-full");
    assertThat(full.json().path("detail").asText()).contains("nothing was accepted", "free");
    assertThat(full.body()).doesNotContain("/secret/path");
  }

  @Test
  void tellsNothingOfWhatNobodyExpectedButItsNumber() throws Exception {
    for (Throwable cause :
        new Throwable[] {
          new IllegalStateException("inner secret"),
          new StoreException(StoreException.Kind.CORRUPT, "inner secret")
        }) {
      var reply = submit(cause);
      expect(reply, 500, "internal");
      assertThat(reply.json().path("incident").asText()).hasSize(36);
      assertThat(reply.body()).doesNotContain("inner secret", "Exception");
    }
  }

  @Test
  void survivesAnAuthenticatorThatThrows() throws Exception {
    http.close();
    http =
        new HttpFixture(
            HttpFixture.config(),
            _ -> {
              throw new IllegalStateException("inner secret");
            });

    expect(RawHttp.exchange(http.port(), "GET", "/health"), 500, "internal");
  }

  @Test
  void letsOnlySomeSpeakForOthers() throws Exception {
    http.close();
    var ann = new Caller(new UserId("ann"), false);
    http = new HttpFixture(HttpFixture.config(), _ -> Future.succeededFuture(ann));

    expect(RawHttp.exchange(http.port(), "GET", "/v1/runs?user_id=bob"), 403, "forbidden");
    expect(
        RawHttp.post(http.port(), "/v1/runs", "{\"message\":\"a\",\"user_id\":\"bob\"}"),
        403,
        "forbidden");
    assertThat(RawHttp.exchange(http.port(), "GET", "/v1/runs?user_id=ann").status())
        .isEqualTo(200);
    assertThat(RawHttp.post(http.port(), "/v1/runs", "{\"message\":\"a\"}").status())
        .isEqualTo(202);
    assertThat(http.runs.submissions.remove().user()).isEqualTo(new UserId("ann"));
  }

  private RawHttp.Reply submit(Throwable failure) throws Exception {
    http.runs.failWith(failure);
    return RawHttp.post(http.port(), "/v1/runs", "{\"message\":\"a\"}");
  }

  private void expect(RawHttp.Reply reply, int status, String slug) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).contains("application/problem+json");
    document.check("Problem", reply.json());
    assertThat(reply.json().path("type").asText()).isEqualTo("urn:sluice:problem:" + slug);
  }
}
