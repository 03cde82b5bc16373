package dev.sluice.run;

import dev.sluice.agent.Journal;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;

/**
 * The journal of one epoch of a run. Entries are numbered, so that one whose answer was lost can be
 * written again and is there once: a turn that was paid for waits for the store to come back.
 * Confined to the run's context.
 */
final class RunJournal implements Journal {
  private final RunStore store;
  private final RunId run;
  private final long epoch;
  private final Resends resends;
  private long last;

  RunJournal(RunStore store, RunId run, long epoch, Resends resends) {
    this.store = store;
    this.run = run;
    this.epoch = epoch;
    this.resends = resends;
  }

  @Override
  public Future<Void> append(Entry entry) {
    last++;
    return new Write(last, entry).start();
  }

  private final class Write {
    private final long number;
    private final Entry entry;
    private final Instant since = resends.now();
    private final Promise<Void> written = Promise.promise();
    private int failures;

    Write(long number, Entry entry) {
      this.number = number;
      this.entry = entry;
    }

    Future<Void> start() {
      send();
      return written.future();
    }

    private void send() {
      store
          .journal(run, epoch, number, entry)
          .onSuccess(done -> written.complete())
          .onFailure(this::failed);
    }

    private void failed(Throwable cause) {
      failures++;
      if (resends.areWorthIt(cause, since)) {
        resends.plan(failures, this::send);
      } else {
        written.fail(cause);
      }
    }
  }
}
