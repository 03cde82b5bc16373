package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal;
import dev.sluice.agent.Journal.ToolCallFinished;
import dev.sluice.agent.Journal.TurnFinished;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogRepairTest {
  private static final RunEvent TEXT_1 = new RunEvent.TextAdded(1, "I look.");
  private static final RunEvent TEXT_2 = new RunEvent.TextAdded(2, "It is");
  private static final RunEvent START =
      new RunEvent.ToolStarted(1, new ToolUseId("t1"), "get", "{}");
  private static final RunEvent END =
      new RunEvent.ToolEnded(
          1, new ToolUseId("t1"), "get", true, Duration.ofMillis(7), Optional.empty(), false);
  private static final RunEvent USAGE =
      new RunEvent.UsageReported(1, "m", Usage.of(5, 6), 7, false, Optional.of("req"));
  private static final TurnFinished TURN =
      new TurnFinished(
          1,
          List.of(
              Block.text("I look."),
              Block.of("{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"get\",\"input\":{}}")),
          "tool_use",
          "m",
          Usage.of(5, 6),
          7,
          Optional.of("req"));
  private static final ToolCallFinished CALL =
      new ToolCallFinished(1, new ToolUseId("t1"), "get", ToolCallFinished.Kind.SUCCEEDED, "42", 7);

  @Test
  void addsNothingWhenTheLogHasItAll() {
    assertThat(repair(List.of(TURN, CALL), TEXT_1, USAGE, START, END)).isEmpty();
  }

  @Test
  void voidsTheTurnThatTheJournalDoesNotHave() {
    assertThat(repair(List.of(TURN, CALL), TEXT_1, USAGE, START, END, TEXT_2))
        .containsExactly(new RunEvent.Rewound(2, "restarted"));
  }

  @Test
  void doesNotVoidTwice() {
    assertThat(
            repair(
                List.of(TURN, CALL),
                TEXT_1,
                USAGE,
                START,
                END,
                TEXT_2,
                new RunEvent.Rewound(2, "restarted")))
        .isEmpty();
  }

  @Test
  void completesWhatWasJournalledButNotShown() {
    assertThat(repair(List.of(TURN, CALL), TEXT_1)).containsExactly(USAGE, START, END);
  }

  @Test
  void tellsTheWholeJournalWhenTheLogIsLost() {
    assertThat(repair(List.of(TURN, CALL))).containsExactly(TEXT_1, USAGE, START, END);
  }

  @Test
  void reportsATurnThoughALostCallOfItWasReportedBefore() {
    var charge = new Journal.CallCharged(1, "m", Usage.of(5, 1), 6, true, Optional.of("lost"));
    var charged = new RunEvent.UsageReported(1, "m", Usage.of(5, 1), 6, true, Optional.of("lost"));
    var rewound = new RunEvent.Rewound(1, "restarted");

    assertThat(repair(List.of(charge, TURN, CALL), TEXT_1, charged, rewound, TEXT_1))
        .containsExactly(USAGE, START, END);
  }

  @Test
  void reportsALostCallThatWasBookedButNotReported() {
    var charge = new Journal.CallCharged(1, "m", Usage.of(5, 1), 6, true, Optional.of("lost"));
    var charged = new RunEvent.UsageReported(1, "m", Usage.of(5, 1), 6, true, Optional.of("lost"));

    assertThat(repair(List.of(charge))).containsExactly(charged);
    assertThat(repair(List.of(charge), charged)).isEmpty();
  }

  @Test
  void voidsWhateverReadersMayHaveOfALostLogAndTellsItAnew() {
    assertThat(LogRepair.events(List.of(TURN, CALL), LogDigest.lost()))
        .containsExactly(rewound(1), rewound(2), TEXT_1, USAGE, START, END);
  }

  @Test
  void knowsALogThatLacksEarlierEpochsAsLost() {
    assertThat(digest(false, new EventId(2, 1)).before(2).isLost()).isTrue();
    assertThat(digest(false, new EventId(1, 1), new EventId(2, 1)).before(2).isLost()).isFalse();
  }

  @Test
  void knowsALogThatLacksItsBeginningAsLost() {
    assertThat(digest(false, new EventId(1, 7), new EventId(2, 1)).before(2).isLost()).isTrue();
    assertThat(digest(true, new EventId(1, 1), new EventId(2, 1)).before(2).isLost()).isTrue();
    assertThat(digest(false).before(2).isLost()).isTrue();
  }

  private static RunEvent rewound(int turn) {
    return new RunEvent.Rewound(turn, "told anew");
  }

  private static LogDigest digest(boolean trimmed, EventId... ids) {
    var digest = new LogDigest();
    var events =
        Stream.of(ids)
            .map(id -> new Envelope(new RunId("run_1"), id, Instant.EPOCH, TEXT_1))
            .toList();
    digest.add(new EventLog.LogPage(events, trimmed));
    return digest;
  }

  private static List<RunEvent> repair(List<Journal.Entry> journal, RunEvent... seen) {
    var digest = new LogDigest();
    for (RunEvent event : seen) {
      digest.addAll(
          List.of(new Envelope(new RunId("run_1"), new EventId(1, 1), Instant.EPOCH, event)));
    }
    return LogRepair.events(journal, digest);
  }
}
