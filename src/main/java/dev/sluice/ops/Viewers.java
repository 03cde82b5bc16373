package dev.sluice.ops;

import dev.sluice.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everybody who watches. One snapshot a tick is made and encoded for all of them; none is made
 * while nobody watches. Confined to one event loop.
 */
final class Viewers {
  static final int MOST = 32;
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Snapshots snapshots;
  private final InstantSource clock;
  private final List<Viewer> viewers = new ArrayList<>();
  private Optional<Long> ticking = Optional.empty();
  private Future<Snapshot> latest = Future.failedFuture("none was taken");
  private boolean closed;

  Viewers(Vertx vertx, Snapshots snapshots, InstantSource clock) {
    this.vertx = vertx;
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /** False, and nothing answered, when there are too many already or the server shuts down. */
  boolean admit(HttpServerRequest request) {
    if (closed || viewers.size() >= MOST) {
      return false;
    }
    if (!request.response().closed()) {
      var place = new Place();
      place.take(Viewer.open(request, clock.instant(), place::leave));
      show();
    }
    return true;
  }

  /** Ends all streams, and admits no more. */
  void close() {
    closed = true;
    List.copyOf(viewers).forEach(Viewer::end);
  }

  /** One viewer's place among the others; the clock ticks while any is taken. */
  private final class Place {
    private Optional<Viewer> holder = Optional.empty();

    void take(Viewer viewer) {
      holder = Optional.of(viewer);
      viewers.add(viewer);
      if (ticking.isEmpty()) {
        ticking = Optional.of(vertx.setPeriodic(TICK.toMillis(), _ -> tick()));
      }
    }

    void leave() {
      holder.ifPresent(viewers::remove);
      if (viewers.isEmpty()) {
        ticking.ifPresent(vertx::cancelTimer);
        ticking = Optional.empty();
      }
    }
  }

  private void tick() {
    Instant now = clock.instant();
    List.copyOf(viewers).forEach(viewer -> viewer.check(now));
    show();
  }

  /** To all who are there when it is made; one that is being made already will be shown as well. */
  private void show() {
    Future<Snapshot> taken = snapshots.take();
    if (!taken.equals(latest)) {
      latest = taken;
      taken.onSuccess(snapshot -> send(taken, snapshot));
    }
  }

  /** Not when it was late, and another one has taken its place. */
  private void send(Future<Snapshot> taken, Snapshot snapshot) {
    if (taken.equals(latest)) {
      Buffer frame = frame(snapshot);
      Instant now = clock.instant();
      List.copyOf(viewers).forEach(viewer -> viewer.send(frame, now));
    }
  }

  /** Compact JSON has no line ends, so one data line carries it. */
  private static Buffer frame(Snapshot snapshot) {
    return Buffer.buffer(
        "event: snapshot\ndata: " + Json.write(SnapshotJson.encode(snapshot)) + "\n\n");
  }
}
