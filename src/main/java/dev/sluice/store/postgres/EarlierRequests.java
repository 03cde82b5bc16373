package dev.sluice.store.postgres;

import dev.sluice.id.UserId;
import dev.sluice.run.Acceptance;
import dev.sluice.run.NewRun.Idempotency;
import io.vertx.core.Future;
import java.util.Optional;

/** What was accepted under idempotency keys. */
final class EarlierRequests {
  private record Known(String digest, long run) {}

  private EarlierRequests() {}

  static Future<Optional<Acceptance>> find(Session session, UserId user, Idempotency asked) {
    return session
        .first(
            "SELECT digest, run FROM idempotency WHERE owner = $1 AND key = $2",
            row -> new Known(row.text("digest"), row.number("run")),
            user,
            asked.key())
        .compose(
            known ->
                known.isPresent()
                    ? answer(session, known.get(), asked).map(Optional::of)
                    : Future.succeededFuture(Optional.empty()));
  }

  private static Future<Acceptance> answer(Session session, Known known, Idempotency asked) {
    return known.digest().equals(asked.digest())
        ? RunRows.get(session, known.run()).map(Acceptance.Replayed::new)
        : Future.succeededFuture(new Acceptance.KeyReused());
  }
}
