package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CancellationTest {
  private static final String SLOW =
      "- reply: [{text: 'abcdefghij', repeat: 1000, pace: {chars: 5, delay: 5ms}}]";

  @Test
  void stopsGeneratingWhenTheCallerLeaves() throws IOException {
    try (RunningSimulator running = RunningSimulator.playing(SLOW)) {
      try (RawCall call = new RawCall(running.simulator(), Bodies.streaming("go"))) {
        call.readUntil("text_delta");
      }
      RecordedRequest left =
          running
              .simulator()
              .awaitRequest(request -> request.outcome() == Outcome.CANCELLED_BY_CLIENT)
              .await();

      assertThat(left.eventsSent()).isBetween(4L, 1999L);
      assertThat(left.usage().output()).isBetween(1L, 2499L);
      assertThat(running.simulator().bill().usage()).isEqualTo(left.usage());
      assertThat(running.simulator().requests()).containsExactly(left);
    }
  }

  @Test
  void noticesACallerWhoLeavesBeforeTheResponseBegins() throws IOException {
    try (RunningSimulator running = RunningSimulator.playing("- stall_head: true")) {
      try (RawCall _ = new RawCall(running.simulator(), Bodies.streaming("go"))) {
        running.simulator().awaitRequest(call -> call.outcome() == Outcome.STALLED).await();
      }
      RecordedRequest left = cancelled(running);

      assertThat(left.status()).isZero();
      assertThat(running.simulator().bill().attempts()).isZero();
    }
  }

  @Test
  void noticesACallerWhoLeavesAStalledStream() throws IOException {
    try (RunningSimulator running = RunningSimulator.playing("- reply: [{text: half}, stall]")) {
      try (RawCall call = new RawCall(running.simulator(), Bodies.streaming("go"))) {
        assertThat(call.readUntil("half")).endsWith("half");
        running.simulator().awaitRequest(one -> one.outcome() == Outcome.STALLED).await();
      }
      assertThat(cancelled(running).usage().output()).isEqualTo(1);
      assertThat(running.simulator().bill().attempts()).isEqualTo(1);
    }
  }

  @Test
  void noticesACallerWhoLeavesWhileAWholeMessageIsGenerated() throws IOException {
    try (RunningSimulator running = RunningSimulator.playing(SLOW)) {
      try (RawCall _ = new RawCall(running.simulator(), Bodies.whole("go"))) {
        running.simulator().awaitRequest(call -> call.usage().output() > 2).await();
      }
      assertThat(cancelled(running).usage().output()).isBetween(3L, 2499L);
    }
  }

  @Test
  void waitsForASlowReaderAndGivesUpAStalledOne() throws IOException {
    String huge = "- reply: [{text: '0123456789', repeat: 50000, pace: {chars: 2}}]";
    SimulatorOptions impatient =
        RunningSimulator.quick()
            .withScript(Script.parse(huge))
            .withReaderPatience(Duration.ofMillis(200));
    try (RunningSimulator running = new RunningSimulator(impatient);
        RawCall _ =
            new RawCall(
                running.simulator(),
                Bodies.streaming("go").replace("\"max_tokens\":4096", "\"max_tokens\":128000"))) {
      RecordedRequest stalled =
          running.simulator().awaitRequest(call -> call.outcome() != Outcome.IN_PROGRESS).await();

      // 250,000 events would be some 28 MB; what was sent is what the sockets could hold.
      assertThat(stalled.outcome()).isEqualTo(Outcome.READER_STALLED);
      assertThat(stalled.eventsSent()).isLessThan(200_000);
    }
  }

  private static RecordedRequest cancelled(RunningSimulator running) {
    return running
        .simulator()
        .awaitRequest(call -> call.outcome() == Outcome.CANCELLED_BY_CLIENT)
        .await();
  }
}
