package dev.sluice.jmh;

import dev.sluice.event.DoneStatus;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.event.RunEvent.Done;
import dev.sluice.event.RunEvent.TextAdded;
import dev.sluice.id.RunId;
import dev.sluice.message.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Events as a run has them: mostly small pieces of text. */
final class SampleEvents {
  static final RunEvent TEXT = new TextAdded(1, " and then");
  static final RunEvent DONE =
      new Done(
          DoneStatus.COMPLETED,
          Optional.empty(),
          2,
          new Usage(1200, 0, 0, 1024, 400, 0, 0),
          12_300,
          Duration.ofMillis(10_250));

  private SampleEvents() {}

  static Envelope envelope(long seq, RunEvent event) {
    return new Envelope(
        new RunId("run_01k0abcdefghjkmnpqrstvwxyz"),
        new EventId(1, seq),
        Instant.ofEpochSecond(1_760_000_000),
        event);
  }

  static List<RunEvent> texts(int count) {
    return Collections.nCopies(count, TEXT);
  }

  static List<Envelope> envelopes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(seq -> envelope(seq, TEXT)).toList();
  }
}
