package dev.sluice.run;

import dev.sluice.agent.Transcript;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs: the truth first, in one commit, then the log's last words. What breaks off in between
 * is taken up by {@link RunRecovery}.
 */
final class RunEnding {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnding.class);
  private static final String BETWEEN_TURNS = "\n\n";
  private static final String NOT_MADE = "The run ended before this call was made.";

  private final RunStore store;
  private final RunQueue queue;
  private final InstantSource clock;

  RunEnding(RunStore store, RunQueue queue, InstantSource clock) {
    this.store = store;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * What is known of a run at its end.
   *
   * @param partial shown text of the turn that did not finish
   */
  record End(
      Transcript transcript,
      String partial,
      DoneStatus status,
      Optional<String> reason,
      Optional<RunEvent.Failed> failure) {}

  Future<Void> finish(Run run, RunLogWriter writer, End end) {
    RunOutcome outcome = outcome(run, end);
    return writer
        .flush()
        .compose(durable -> store.finish(run.id(), run.epoch(), outcome, messages(run, end)))
        .onSuccess(this::offerNext)
        .compose(ended -> writeDone(run, outcome, writer));
  }

  /** Writes the last events of a run that has its outcome, and closes its log. */
  Future<Void> writeDone(Run run, RunOutcome outcome, RunLogWriter writer) {
    lastEvents(outcome).forEach(writer::emit);
    return writer.flush().compose(durable -> store.closeLog(run.id(), run.epoch()));
  }

  static List<RunEvent> lastEvents(RunOutcome outcome) {
    var events = new ArrayList<RunEvent>();
    outcome
        .error()
        .map(e -> new RunEvent.Failed(e.type(), e.message(), e.retryable()))
        .ifPresent(events::add);
    events.add(
        new RunEvent.Done(
            outcome.status(),
            outcome.reason(),
            outcome.turns(),
            outcome.usage(),
            outcome.costMicros(),
            outcome.duration()));
    return events;
  }

  /** The ended run does not wait for it: recovery offers what is not offered here. */
  private void offerNext(Optional<RunId> next) {
    next.ifPresent(
        id ->
            store
                .find(id)
                .compose(
                    found ->
                        found
                            .map(run -> queue.offer(run.id(), run.runClass()))
                            .orElseGet(Future::succeededFuture))
                .onFailure(
                    cause ->
                        LOG.warn(
                            "run {} waits for recovery to queue it: {}", id, cause.getMessage())));
  }

  private RunOutcome outcome(Run run, End end) {
    Instant now = clock.instant();
    return new RunOutcome(
        end.status(),
        end.reason(),
        end.failure().map(f -> new RunOutcome.RunFailure(f.type(), f.message(), f.retryable())),
        text(end),
        end.transcript().turns(),
        end.transcript().usage(),
        end.transcript().costMicros(),
        Duration.between(run.startedAt().orElse(now), now));
  }

  private static String text(End end) {
    String finished = end.transcript().text();
    String between = finished.isEmpty() || end.partial().isEmpty() ? "" : BETWEEN_TURNS;
    return finished + between + end.partial();
  }

  /** What the text of an outcome has beyond the finished turns. */
  static String partialOf(String text, Transcript transcript) {
    String finished = transcript.text();
    String before = finished.isEmpty() ? "" : finished + BETWEEN_TURNS;
    return text.length() > before.length() && text.startsWith(before)
        ? text.substring(before.length())
        : "";
  }

  private static List<Message> messages(Run run, End end) {
    if (run.cancelRequested().isPresent() && isUnsaid(end)) {
      // Claimed only to be cancelled: it may end out of its turn, and it said nothing.
      return List.of();
    }
    var messages = new ArrayList<>(end.transcript().messages(NOT_MADE));
    if (!end.partial().isBlank()) {
      messages.add(Message.assistant(List.of(Block.text(end.partial()))));
    }
    return messages;
  }

  private static boolean isUnsaid(End end) {
    return end.transcript().turns() == 0 && end.partial().isBlank();
  }
}
