package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import dev.sluice.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRebuildTest {
  @Test
  void leavesOutWhatTheModelDeclinedToStandBy() {
    assertThat(texts(DoneStatus.REFUSED, "", turn("I will", "refusal"))).isEmpty();
  }

  @Test
  void tellsWhatWasShownOfTheTurnThatDidNotFinish() {
    assertThat(texts(DoneStatus.CANCELLED, "One.\n\nTw", turn("One.", "end_turn")))
        .containsExactly(new RunEvent.TextAdded(1, "One."), new RunEvent.TextAdded(2, "Tw"));
  }

  @Test
  void addsNothingToAWholeAnswer() {
    assertThat(texts(DoneStatus.COMPLETED, "One.", turn("One.", "end_turn")))
        .containsExactly(new RunEvent.TextAdded(1, "One."));
  }

  private static Journal.Entry turn(String text, String stop) {
    return new Journal.TurnFinished(
        1, List.of(Block.text(text)), stop, "m", Usage.of(1, 1), 1, Optional.empty());
  }

  private static List<RunEvent> texts(DoneStatus status, String text, Journal.Entry... journal) {
    var outcome =
        new RunOutcome(
            status,
            Optional.empty(),
            Optional.empty(),
            text,
            1,
            Usage.of(1, 1),
            1,
            Duration.ofSeconds(1));
    return RunRebuild.envelopes(run(outcome), "m", outcome, List.of(journal)).stream()
        .map(envelope -> envelope.event())
        .filter(RunEvent.TextAdded.class::isInstance)
        .toList();
  }

  private static Run run(RunOutcome outcome) {
    return new Run(
        RunId.random(),
        ConversationId.random(),
        new UserId("anna"),
        "helper",
        "http",
        RunClass.INTERACTIVE,
        Optional.empty(),
        Samples.message("hello"),
        false,
        RunStatus.of(outcome.status()),
        1,
        0,
        Optional.empty(),
        Instant.EPOCH,
        Optional.of(Instant.EPOCH),
        Duration.ZERO,
        Optional.of(Instant.EPOCH),
        Optional.of(outcome));
  }
}
