package dev.sluice.event;

import dev.sluice.event.RunEvent.Done;
import dev.sluice.event.RunEvent.Started;
import dev.sluice.event.RunEvent.TextAdded;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.message.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Events for tests, all of one run. */
public final class Events {
  public static final RunId RUN = new RunId("run_1");

  private Events() {}

  public static Envelope at(long epoch, long seq, RunEvent event) {
    return new Envelope(RUN, new EventId(epoch, seq), Instant.ofEpochSecond(seq), event);
  }

  public static Envelope text(long epoch, long seq, String text) {
    return at(epoch, seq, new TextAdded(1, text));
  }

  public static Envelope started(long epoch) {
    return at(epoch, 1, new Started(new ConversationId("conv_1"), "assistant", "model-a", epoch));
  }

  public static Envelope done(long epoch, long seq) {
    return at(
        epoch,
        seq,
        new Done(
            DoneStatus.COMPLETED, Optional.empty(), 1, Usage.of(1, 2), 3, Duration.ofMillis(4)));
  }
}
