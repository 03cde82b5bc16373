package dev.sluice.store.sqlite;

import dev.sluice.id.UserId;
import dev.sluice.run.Acceptance;
import dev.sluice.run.NewRun.Idempotency;
import java.sql.SQLException;
import java.util.Optional;

/** What was accepted under idempotency keys. */
final class EarlierRequests {
  private record Known(String digest, long run) {}

  private EarlierRequests() {}

  static Optional<Acceptance> find(Db db, UserId user, Idempotency asked) throws SQLException {
    Optional<Known> known =
        db.first(
            "SELECT digest, run FROM idempotency WHERE user = ? AND key = ?",
            row -> new Known(row.text("digest"), row.number("run")),
            user.value(),
            asked.key());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        known.get().digest().equals(asked.digest())
            ? new Acceptance.Replayed(RunRows.get(db, known.get().run()))
            : new Acceptance.KeyReused());
  }
}
