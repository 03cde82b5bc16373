package dev.sluice.run;

import dev.sluice.agent.Journal;
import dev.sluice.agent.Transcript;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells an ended run from its journal, for readers who come after its log is gone. The same run
 * always gives the same events, so that such a stream can be resumed, too. Pure.
 */
final class RunRebuild {
  private RunRebuild() {}

  /**
   * Begins with the announcement that something is missing; then voids whatever a reader may have
   * of the turns, for they are told anew. Ids are of the epoch after the last.
   */
  static List<Envelope> envelopes(
      Run run, String model, RunOutcome outcome, List<Journal.Entry> journal) {
    var transcript = Transcript.of(run.input(), journal);
    var events = new ArrayList<RunEvent>();
    long epoch = run.epoch() + 1;
    events.add(new RunEvent.Trimmed());
    events.add(new RunEvent.Started(run.conversation(), run.agent(), model, epoch));
    events.addAll(LogRepair.anew(journal));
    partial(outcome, transcript).ifPresent(events::add);
    events.addAll(RunEnding.lastEvents(outcome));
    return numbered(run, epoch, events);
  }

  /** The last turn did not finish, so the journal lacks what was shown of it. */
  static Optional<RunEvent> partial(RunOutcome outcome, Transcript transcript) {
    String partial = RunEnding.partialOf(outcome.text(), transcript);
    return partial.isEmpty()
        ? Optional.empty()
        : Optional.of(new RunEvent.TextAdded(transcript.nextTurn(), partial));
  }

  private static List<Envelope> numbered(Run run, long epoch, List<RunEvent> events) {
    Instant at = run.finishedAt().orElse(run.createdAt());
    var id = new EventId(epoch, 0);
    var envelopes = new ArrayList<Envelope>(events.size());
    for (RunEvent event : events) {
      id = id.next();
      envelopes.add(new Envelope(run.id(), id, at, event));
    }
    return envelopes;
  }
}
