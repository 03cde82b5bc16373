package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EndingsTest {
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  @Test
  void cutsAStreamCleanlyBeforeItsEnd() throws Exception {
    try (RunningSimulator running = RunningSimulator.playing("- reply: [{text: half}, cut]")) {
      HttpResponse<String> response = running.create(Bodies.streaming("go"));

      SseReading read = SseReading.of(response.body());
      assertThat(read.text()).isEqualTo("half");
      assertThat(read.names()).endsWith("content_block_delta");
      assertThat(outcome(running)).isEqualTo(Outcome.CUT);
    }
  }

  @Test
  void resetsTheConnectionInMidStream() throws IOException {
    try (RunningSimulator running = RunningSimulator.playing("- reply: [{text: half}, reset]");
        RawCall call = new RawCall(running.simulator(), Bodies.streaming("go"))) {
      assertThat(call.readAll()).contains("\"half\"").doesNotContain(LAST_CHUNK);
      assertThat(outcome(running)).isEqualTo(Outcome.RESET);
    }
  }

  @Test
  void resetsTheConnectionBeforeTheHead() throws IOException {
    try (RunningSimulator running = RunningSimulator.playing("- reset_head: true");
        RawCall call = new RawCall(running.simulator(), Bodies.streaming("go"))) {
      assertThat(call.readAll()).isEmpty();
      assertThat(outcome(running)).isEqualTo(Outcome.RESET);
    }
  }

  @Test
  void closesTheConnectionAfterAnErrorEvent() throws IOException {
    String script = "- reply: [{text: half}, {error: {type: api_error, message: broken}}]";
    try (RunningSimulator running = RunningSimulator.playing(script);
        RawCall call = new RawCall(running.simulator(), Bodies.streaming("go"))) {
      assertThat(call.readAll())
          .contains("event: error", "\"type\":\"api_error\"", "broken", "\"request_id\":\"req_")
          .doesNotContain("message_stop");
    }
  }

  @Test
  void answersAWholeMessageThatFailsWithTheStatusOfItsError() throws Exception {
    String script = "- reply: [{text: half}, {error: {type: overloaded_error}}]";
    try (RunningSimulator running = RunningSimulator.playing(script)) {
      HttpResponse<String> response = running.create(Bodies.whole("go"));

      assertThat(response.statusCode()).isEqualTo(529);
      assertThat(RunningSimulator.json(response).path("error").path("type").asText())
          .isEqualTo("overloaded_error");
    }
  }

  @Test
  void breaksAWholeMessageOffInTheMiddle() {
    try (RunningSimulator running = RunningSimulator.playing("- reply: [{text: half}, cut]")) {
      assertThatThrownBy(() -> running.create(Bodies.whole("go"))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void failsWithAnHtmlBodyAndItsOwnHeaders() throws Exception {
    String script =
        "- fail: {status: 500, body: '<h1>Oops</h1>', retry_after: 'Fri, 20 Nov 2026 10:00:00"
            + " GMT'}";
    try (RunningSimulator running = RunningSimulator.playing(script)) {
      HttpResponse<String> response = running.create(Bodies.whole("go"));

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).isEqualTo("<h1>Oops</h1>");
      assertThat(response.headers().firstValue("content-type")).contains("text/html");
      assertThat(response.headers().firstValue("retry-after"))
          .contains("Fri, 20 Nov 2026 10:00:00 GMT");
      assertThat(response.headers().firstValue("request-id")).isPresent();
    }
  }

  @Test
  void breaksOpenStreamsOffWhenItIsClosed() throws IOException {
    RunningSimulator running = RunningSimulator.playing("- reply: [{text: half}, stall]");
    try (RawCall call = new RawCall(running.simulator(), Bodies.streaming("go"))) {
      call.readUntil("half");
      running.close();

      assertThat(call.readAll()).doesNotContain(LAST_CHUNK);
      assertThat(outcome(running)).isEqualTo(Outcome.CLOSED);
    }
  }

  private static Outcome outcome(RunningSimulator running) {
    return running.simulator().modelCalls().getLast().outcome();
  }
}
