package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * A restless reader of one run. It leaves at any byte, in any manner, and comes back with the id of
 * the last event that it has whole, until it has read {@code done}. Everything it does is drawn
 * from its seed. Blocking; made for a thread of its own.
 */
final class Follower implements Callable<Follower> {
  private static final int MOST_LEFT_OPEN = 3;
  private static final int BEHIND = 40;

  /**
   * How a reader behaves.
   *
   * @param bytes what it reads of a connection before it leaves, on average
   * @param lags whether it now and then waits until others are far ahead
   * @param gatewayMoves whether the gateway may break off, and be found elsewhere later
   */
  record Habits(int bytes, boolean lags, boolean gatewayMoves) {}

  private final Address address;
  private final String run;
  private final Progress progress;
  private final Habits habits;
  private final SplittableRandom random;
  private final List<Heard> heard = new ArrayList<>();
  private final List<Wire> leftOpen = new ArrayList<>();
  private Optional<EventId> last = Optional.empty();
  private int disconnects;
  private int cuts;
  // Visits in a row without a whole event: one that is larger than a visit would never be passed.
  private int fruitless;
  private boolean done;

  Follower(Address address, String run, Progress progress, Habits habits, SplittableRandom random) {
    this.address = address;
    this.run = run;
    this.progress = progress;
    this.habits = habits;
    this.random = random;
  }

  /** Comes and goes until it has read the end, and sees that there is nothing after it. */
  @Override
  public Follower call() throws Exception {
    try {
      while (!done) {
        visit();
      }
      progress.over();
      seeNothingMore();
      return this;
    } finally {
      for (Wire wire : leftOpen) {
        wire.close();
      }
    }
  }

  /** One connection, until either side leaves. */
  void visit() throws IOException, InterruptedException {
    String url = address.url();
    try {
      Wire wire = new Wire(url, random.nextInt(4) == 0 ? 2048 : 0);
      try {
        wire.send(request());
        if (read(wire) && !done) {
          brokenOff(url);
        }
      } finally {
        leave(wire);
      }
    } catch (IOException e) {
      if (!habits.gatewayMoves()) {
        throw e;
      }
      brokenOff(url);
      address.awaitOtherThan(url);
    }
  }

  private void brokenOff(String url) {
    assertThat(habits.gatewayMoves()).as("%s ended a stream before done", url).isTrue();
    cuts++;
  }

  /** By header, by query, or by both; then the query is an old one, for the header wins. */
  private String request() {
    String path = "/v1/runs/" + run + "/events";
    if (last.isEmpty()) {
      return Wire.head("GET", path);
    }
    String header = "Last-Event-ID: " + last.get();
    return switch (random.nextInt(3)) {
      case 0 -> Wire.head("GET", path, header);
      case 1 -> Wire.head("GET", path + "?last_event_id=" + last.get());
      default -> Wire.head("GET", path + "?last_event_id=" + staleId(), header);
    };
  }

  private String staleId() {
    var placed = heard.stream().filter(Heard::isPlaced).toList();
    return placed.get(random.nextInt(placed.size())).id();
  }

  /** True when the stream came to an end before this reader left. */
  private boolean read(Wire wire) throws IOException, InterruptedException {
    if (random.nextInt(40) == 0) {
      return false;
    }
    var head = wire.head();
    if (head.status() != 200 && habits.gatewayMoves()) {
      throw new IOException("answered with " + head.status());
    }
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("content-type")).contains("text/event-stream; charset=utf-8");
    long enough = random.nextLong(2L * habits.bytes()) << Math.min(fruitless, 16);
    fruitless++;
    var lines = new EventLines();
    while (wire.received() < enough) {
      int b = wire.read();
      if (b < 0) {
        return true;
      }
      var event = lines.feed(b);
      if (event.isPresent()) {
        hear(event.get());
      }
    }
    return false;
  }

  private void hear(Heard event) throws InterruptedException {
    assertThat(done).as("%s comes after done", event).isFalse();
    heard.add(event);
    fruitless = 0;
    done = event.is("done");
    if (event.isPlaced()) {
      EventId id = EventId.parse(event.id()).orElseThrow();
      last = Optional.of(id);
      progress.reached(id);
      if (habits.lags() && !done && random.nextInt(150) == 0) {
        progress.awaitPast(new EventId(id.epoch(), id.seq() + BEHIND));
      }
    }
  }

  /** With a goodbye, without, or not at all: then the next connection comes beside this one. */
  private void leave(Wire wire) throws IOException {
    disconnects += done ? 0 : 1;
    int manner = random.nextInt(6);
    if (manner == 0) {
      wire.reset();
    } else if (manner == 1 && leftOpen.size() < MOST_LEFT_OPEN) {
      leftOpen.add(wire);
    } else {
      wire.close();
    }
  }

  private void seeNothingMore() throws IOException, InterruptedException {
    String path = "/v1/runs/" + run + "/events";
    String id = last.orElseThrow().toString();
    assertThat(ask(Wire.head("GET", path, "Last-Event-ID: " + id)).status()).isEqualTo(204);
    assertThat(ask(Wire.head("GET", path + "?last_event_id=" + id)).status()).isEqualTo(204);
  }

  private Wire.Reply ask(String request) throws IOException, InterruptedException {
    String url = address.url();
    try {
      return Wire.exchange(url, request);
    } catch (IOException e) {
      if (!habits.gatewayMoves()) {
        throw e;
      }
      address.awaitOtherThan(url);
      return ask(request);
    }
  }

  String run() {
    return run;
  }

  List<Heard> heard() {
    return List.copyOf(heard);
  }

  boolean isDone() {
    return done;
  }

  /** How often it left, or was left, before the end. */
  int disconnects() {
    return disconnects;
  }

  /** How often the gateway ended or broke a stream. */
  int cuts() {
    return cuts;
  }
}
