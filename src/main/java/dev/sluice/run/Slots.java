package dev.sluice.run;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The places of one worker: which are taken by runs of which class, and which are promised to a
 * request to the queue that is under way. Background runs get their part at most. Not thread-safe.
 *
 * <p>At most two requests are open at a time. When background runs have theirs, the free places are
 * asked for interactive runs alone; such a request can take long, so once a background run has
 * ended its place is asked for beside it.
 */
final class Slots {
  private final Places places;
  private final Map<RunClass, Integer> held = new EnumMap<>(RunClass.class);
  private Optional<Request> forAny = Optional.empty();
  private Optional<Request> forInteractive = Optional.empty();

  /** A request to the queue: so many runs, of them so many of the background class at most. */
  record Request(int max, int maxBackground) {
    boolean isForAny() {
      return maxBackground > 0;
    }
  }

  Slots(Places places) {
    this.places = places;
  }

  /** What to ask the queue for now, if anything; its places are promised until it is closed. */
  Optional<Request> open() {
    int free = places.all() - inFlight() - promised();
    if (free <= 0 || forAny.isPresent()) {
      return Optional.empty();
    }
    int background = Math.clamp(places.background() - held(RunClass.BACKGROUND), 0, free);
    var request = new Request(free, background);
    if (request.isForAny()) {
      forAny = Optional.of(request);
    } else if (forInteractive.isEmpty()) {
      forInteractive = Optional.of(request);
    } else {
      return Optional.empty();
    }
    return Optional.of(request);
  }

  /** The request was answered, and what it brought is held: the rest of its places is free. */
  void close(Request request) {
    if (request.isForAny()) {
      forAny = Optional.empty();
    } else {
      forInteractive = Optional.empty();
    }
  }

  /** A run has taken one of the places that were promised. */
  void hold(RunClass runClass) {
    held.merge(runClass, 1, Integer::sum);
  }

  void free(RunClass runClass) {
    held.merge(runClass, -1, Integer::sum);
  }

  int inFlight() {
    return held(RunClass.INTERACTIVE) + held(RunClass.BACKGROUND);
  }

  private int held(RunClass runClass) {
    return held.getOrDefault(runClass, 0);
  }

  private int promised() {
    return forAny.map(Request::max).orElse(0) + forInteractive.map(Request::max).orElse(0);
  }
}
