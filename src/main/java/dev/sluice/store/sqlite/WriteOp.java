package dev.sluice.store.sqlite;

import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One caller's operation on its way through the writer. Used by the writer's thread alone. */
final class WriteOp<T> {
  private final Work<T> work;
  private final Caller<T> caller;
  private final Consumer<? super T> committed;
  private @Nullable T value;
  private @Nullable Throwable refusal;

  WriteOp(Work<T> work, Caller<T> caller, Consumer<? super T> committed) {
    this.work = work;
    this.caller = caller;
    this.committed = committed;
  }

  /** Does the work in a transaction of its own, begun by the writer. */
  void perform(Db db) throws SQLException {
    value = null;
    refusal = null;
    value = work.run(db);
  }

  /**
   * Does the work as one of several. A refusal undoes this operation only; trouble of the database
   * is passed on, for it may have undone them all.
   */
  void performAmongOthers(Db db) throws SQLException {
    db.update("SAVEPOINT op");
    try {
      perform(db);
    } catch (RuntimeException | Error e) {
      refusal = e;
      db.update("ROLLBACK TO op");
    }
    db.update("RELEASE op");
  }

  /** Answers the caller after the commit. */
  void settle(Handover handover) {
    if (refusal != null) {
      fail(refusal);
    } else if (value != null) {
      committed.accept(value);
      caller.succeed(value, handover);
    } else {
      fail(new IllegalStateException("the operation gave no value"));
    }
  }

  void fail(Throwable failure) {
    caller.fail(SqlFailures.of(failure));
  }
}
