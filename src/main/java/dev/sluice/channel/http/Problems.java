package dev.sluice.channel.http;

import dev.sluice.conversation.ConversationBusy;
import dev.sluice.id.RunId;
import dev.sluice.run.RunException;
import dev.sluice.run.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From typed failures to problems: the one place that decides what a caller is told. */
final class Problems {
  private static final Duration STORE_RETRY = Duration.ofSeconds(2);

  private Problems() {}

  /** Empty for a failure that nobody expected: that is an incident, and its text stays inside. */
  static Optional<Problem> of(Throwable failure) {
    return switch (failure) {
      case ProblemException e -> Optional.of(e.problem());
      case RunException e -> Optional.of(ofRun(e));
      case StoreException e -> ofStore(e);
      case ConversationBusy e -> Optional.of(busy(e.run()));
      default -> Optional.empty();
    };
  }

  private static Problem ofRun(RunException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case RunException.NotFound _ -> Problem.of(ProblemType.NOT_FOUND, message);
      case RunException.Invalid e ->
          Problem.of(List.of(new Problem.Finding("/" + e.field(), message)));
      case RunException.Overloaded e ->
          Problem.of(ProblemType.OVERLOADED, message).retryAfter(e.retryAfter());
      case RunException.Busy e -> busy(e.active());
      case RunException.KeyReused _ -> Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, message);
    };
  }

  private static Optional<Problem> ofStore(StoreException failure) {
    return switch (failure.kind()) {
      case FULL ->
          Optional.of(
              Problem.of(
                  ProblemType.STORAGE_FULL,
                  "the disk of the service is full: nothing was accepted. Its operator must free"
                      + " some space; then send the request again"));
      case UNAVAILABLE ->
          Optional.of(
              Problem.of(
                      ProblemType.UNAVAILABLE,
                      "the store does not answer; it may have taken the request all the same. Send it"
                          + " again with the same Idempotency-Key: it counts once")
                  .retryAfter(STORE_RETRY));
      case CORRUPT -> Optional.empty();
    };
  }

  private static Problem busy(RunId active) {
    return Problem.of(
            ProblemType.CONVERSATION_BUSY,
            "the conversation has an unfinished run: wait for it or cancel it, then try again")
        .member("active_run", active.value());
  }
}
