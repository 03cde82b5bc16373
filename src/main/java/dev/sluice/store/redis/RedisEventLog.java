package dev.sluice.store.redis;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One stream for each run, one entry for each batch. Redis itself refuses ids that are not new, and
 * so whatever an earlier epoch writes late. It knows of earlier ids only while the stream is there:
 * after a loss it takes what the present epoch appends, and the first event kept tells readers that
 * something before it is gone.
 */
final class RedisEventLog implements EventLog {
  private static final int MOST_ENTRIES = 100;

  private final Commands commands;
  private final RedisOptions options;
  private final Appends appends;
  private final Tails tails;

  RedisEventLog(Commands commands, Channels channels, RedisOptions options) {
    this.commands = commands;
    this.options = options;
    this.appends = new Appends(commands, options);
    this.tails = new Tails(channels, this::key, this::newest);
  }

  @Override
  public Future<Void> append(RunId run, List<Envelope> batch) {
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    if (!rising(batch)) {
      return Future.failedFuture(new FencedAppend(Optional.empty()));
    }
    // Encoded here, on the caller's thread: the one that sends has enough to do.
    StoredBatch stored = StoredBatch.of(batch);
    return commands.through(() -> appends.add(key(run), stored));
  }

  @Override
  public Future<EventId> lastId(RunId run) {
    return commands
        .send(newestEntry(run))
        .map(
            found ->
                found.size() == 0 ? EventId.ZERO : StoredBatch.id(found.get(0).get(0).toString()));
  }

  @Override
  public Future<LogPage> read(RunId run, EventId after, int limit) {
    return fill(run, after, limit, new Page(after, new ArrayList<>(), false));
  }

  @Override
  public Watch watch(RunId run, Consumer<List<Envelope>> listener) {
    return tails.watch(run, listener);
  }

  @Override
  public Future<Void> delete(RunId run) {
    return commands.send(Request.cmd(Command.UNLINK).arg(key(run))).mapEmpty();
  }

  /** How many runs are watched here; on the context of the channels. */
  Tails tails() {
    return tails;
  }

  private String key(RunId run) {
    return options.key("run:" + run.value() + ":events");
  }

  private record Page(EventId at, List<Envelope> events, boolean trimmed) {}

  /** A page that is not full is the last one: entries are read until it is, or none are left. */
  private Future<LogPage> fill(RunId run, EventId after, int limit, Page page) {
    int count = Math.min(limit - page.events().size(), MOST_ENTRIES);
    if (count <= 0) {
      return Future.succeededFuture(new LogPage(page.events(), page.trimmed()));
    }
    return commands
        .send(
            Request.cmd(Command.XRANGE)
                .arg(key(run))
                .arg("(" + page.at())
                .arg("+")
                .arg("COUNT")
                .arg(count))
        .compose(
            found -> {
              Page more = add(run, after, limit, page, found);
              return found.size() < count
                  ? Future.succeededFuture(new LogPage(more.events(), more.trimmed()))
                  : fill(run, after, limit, more);
            })
        .recover(cause -> Future.failedFuture(RedisFailures.of(cause)));
  }

  private static Page add(RunId run, EventId after, int limit, Page page, Response found) {
    boolean trimmed = page.trimmed();
    EventId at = page.at();
    for (Response one : found) {
      StoredBatch.Entry entry = StoredBatch.entry(one);
      trimmed |= page.events().isEmpty() && entry.before().compareTo(after) > 0;
      at = entry.last();
      for (Envelope event : StoredBatch.events(run, entry.text())) {
        if (event.id().compareTo(after) > 0 && page.events().size() < limit) {
          page.events().add(event);
        }
      }
    }
    return new Page(at, page.events(), trimmed);
  }

  private Future<Optional<String>> newest(RunId run) {
    return commands
        .send(newestEntry(run))
        .map(
            found ->
                found.size() == 0
                    ? Optional.empty()
                    : Optional.of(StoredBatch.entry(found.get(0)).text()));
  }

  private Request newestEntry(RunId run) {
    return Request.cmd(Command.XREVRANGE).arg(key(run)).arg("+").arg("-").arg("COUNT").arg(1);
  }

  private static boolean rising(List<Envelope> batch) {
    for (int i = 1; i < batch.size(); i++) {
      if (batch.get(i).id().compareTo(batch.get(i - 1).id()) <= 0) {
        return false;
      }
    }
    return true;
  }
}
