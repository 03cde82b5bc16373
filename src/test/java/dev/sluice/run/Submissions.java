package dev.sluice.run;

import dev.sluice.id.ConversationId;
import dev.sluice.run.NewRun.Idempotency;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.store.Samples;
import java.util.Optional;

/** What channels ask for. */
final class Submissions {
  private Submissions() {}

  static Submission of(RunClass runClass, Optional<String> agent, Optional<Idempotency> key) {
    return new Submission(
        Samples.ANNA,
        "http",
        agent,
        Optional.empty(),
        Samples.message("hello"),
        runClass,
        Optional.empty(),
        false,
        WhenBusy.WAIT,
        key);
  }

  static Submission into(ConversationId conversation, WhenBusy whenBusy) {
    return new Submission(
        Samples.ANNA,
        "http",
        Optional.empty(),
        Optional.of(conversation),
        Samples.message("hello again"),
        RunClass.INTERACTIVE,
        Optional.empty(),
        false,
        whenBusy,
        Optional.empty());
  }
}
