package dev.sluice.simulator;

import io.vertx.core.Context;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Sends the frames of one reply in time, as fast as the reader takes them and no faster. */
final class Playback {
  private static final int BURST = 128;

  private final Iterator<Frame> frames;
  private final Outlet outlet;
  private final Ticker ticker;
  private final Context context;
  private @Nullable Frame next;
  private long due;

  Playback(Iterator<Frame> frames, Outlet outlet, Ticker ticker, Context context) {
    this.frames = frames;
    this.outlet = outlet;
    this.ticker = ticker;
    this.context = context;
    this.due = ticker.now();
  }

  /** Plays until the reply waits, is finished, or has lost its reader; then calls itself back. */
  void play() {
    try {
      burst();
    } catch (RuntimeException e) {
      outlet.finish(Ending.RESET, true);
      throw e;
    }
  }

  private void burst() {
    for (int i = 0; i < BURST; i++) {
      if (outlet.gone()) {
        return;
      }
      if (outlet.full()) {
        outlet.whenDrained(this::resume);
        return;
      }
      Frame frame = peek();
      if (frame == null) {
        return;
      }
      if (due > ticker.now()) {
        outlet.rest();
        ticker.at(due, this::play);
        return;
      }
      next = null;
      emit(frame);
    }
    context.runOnContext(_ -> play());
  }

  private @Nullable Frame peek() {
    if (next == null && frames.hasNext()) {
      Frame frame = frames.next();
      due += frame.delay().toNanos();
      next = frame;
    }
    return next;
  }

  // Time that the reader took is not caught up.
  private void resume() {
    due = Math.max(due, ticker.now());
    play();
  }

  private void emit(Frame frame) {
    switch (frame) {
      case Frame.Event event -> outlet.event(event);
      case Frame.Late late -> outlet.event(late.now());
      case Frame.Silence silence -> outlet.silence(silence);
      case Frame.Raw raw -> outlet.raw(raw.text());
      case Frame.Finish finish -> outlet.finish(finish.ending(), finish.billed());
    }
  }
}
