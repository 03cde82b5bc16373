package dev.sluice.simulator;

import dev.sluice.simulator.wire.ModelTraits;
import dev.sluice.simulator.wire.Usage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Remembers requests within bounds, tells those who wait for one, and keeps the bill. Thread-safe.
 */
final class Journal {
  private static final long MOST_BODY_CHARS = 64_000_000;

  private final int most;
  private final ArrayDeque<JournalEntry> entries = new ArrayDeque<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private long bodyChars;
  private Bill bill = Bill.EMPTY;

  Journal(int most) {
    this.most = most;
  }

  private record Waiter(Predicate<RecordedRequest> wanted, Promise<RecordedRequest> promise) {
    // A condition that throws is its author's failure, not that of the request it looked at.
    boolean isOver(RecordedRequest now) {
      try {
        return wanted.test(now);
      } catch (RuntimeException e) {
        return promise.tryFail(e);
      }
    }
  }

  void begin(JournalEntry entry) {
    synchronized (this) {
      entries.add(entry);
      bodyChars += entry.bodyLength();
      while (entries.size() > most || (bodyChars > MOST_BODY_CHARS && entries.size() > 1)) {
        bodyChars -= entries.remove().bodyLength();
      }
    }
    changed(entry);
  }

  /** Says that an entry is not what it was. */
  void changed(JournalEntry entry) {
    for (Waiter waiter : met(entry)) {
      waiter.promise().tryComplete(entry.snapshot());
    }
  }

  /** Puts what an entry has used on the bill, at this model's price. */
  void charge(JournalEntry entry, ModelTraits model, String inferenceGeo) {
    Usage usage = entry.usage();
    BigDecimal price = model.microDollars(usage, inferenceGeo);
    entry.priced(price);
    synchronized (this) {
      bill = bill.plus(usage, price);
    }
  }

  synchronized Bill bill() {
    return bill;
  }

  synchronized List<RecordedRequest> requests() {
    return entries.stream().map(JournalEntry::snapshot).toList();
  }

  Future<RecordedRequest> await(Predicate<RecordedRequest> wanted) {
    Promise<RecordedRequest> promise = Promise.promise();
    Optional<RecordedRequest> known;
    synchronized (this) {
      known = requests().stream().filter(wanted).findFirst();
      if (known.isEmpty()) {
        waiters.add(new Waiter(wanted, promise));
      }
    }
    known.ifPresent(promise::tryComplete);
    return promise.future();
  }

  private synchronized List<Waiter> met(JournalEntry entry) {
    if (waiters.isEmpty()) {
      return List.of();
    }
    RecordedRequest now = entry.snapshot();
    List<Waiter> met = new ArrayList<>();
    for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waiter.isOver(now)) {
        met.add(waiter);
        all.remove();
      }
    }
    return met;
  }
}
