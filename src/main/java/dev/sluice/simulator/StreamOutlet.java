package dev.sluice.simulator;

import dev.sluice.simulator.wire.SseSpelling;
import dev.sluice.simulator.wire.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;

/** Sends a reply as server-sent events. */
final class StreamOutlet implements Outlet {
  private final Exchange exchange;
  private final Meter meter;
  private final SseSpelling spelling;
  private final Chunker chunker;
  private final Ticker ticker;
  private final Duration patience;
  private int drains;
  private boolean waiting;

  StreamOutlet(
      Exchange exchange,
      Meter meter,
      SseSpelling spelling,
      Chunker chunker,
      Ticker ticker,
      Duration patience) {
    this.exchange = exchange;
    this.meter = meter;
    this.spelling = spelling;
    this.chunker = chunker;
    this.ticker = ticker;
    this.patience = patience;
  }

  /** Sends the response head. */
  void begin() {
    HttpServerResponse response = exchange.response();
    response.setStatusCode(200).setChunked(true);
    response.putHeader("content-type", "text/event-stream; charset=utf-8");
    response.putHeader("cache-control", "no-cache");
    exchange.entry().answered(200);
    response.writeHead();
  }

  @Override
  public boolean gone() {
    return exchange.over();
  }

  @Override
  public boolean full() {
    return exchange.response().writeQueueFull();
  }

  @Override
  public void whenDrained(Runnable resume) {
    int drain = ++drains;
    waiting = true;
    exchange
        .response()
        .drainHandler(
            _ -> {
              exchange.response().drainHandler(null);
              waiting = false;
              resume.run();
            });
    ticker.after(patience, () -> giveUp(drain));
  }

  @Override
  public void event(Frame.Event event) {
    meter.generated(event.name(), event.usage());
    exchange.sentEvent(event.usage());
    String text =
        event.name().equals("ping")
            ? SseSpelling.ping()
            : spelling.event(event.name(), event.data());
    raw(text);
  }

  @Override
  public void silence(Frame.Silence silence) {
    Usage usage = silence.usage();
    meter.generated("silence", usage);
    exchange.used(usage);
  }

  @Override
  public void raw(String text) {
    send(chunker.add(Buffer.buffer(text)));
  }

  @Override
  public void rest() {
    send(chunker.flush());
  }

  @Override
  public void finish(Ending ending, boolean billed) {
    rest();
    if (!billed) {
      exchange.costsNothing();
    }
    switch (ending) {
      case COMPLETE -> end(Outcome.COMPLETED);
      case CUT -> end(Outcome.CUT);
      case ERROR -> end(Outcome.FAILED);
      case RESET -> exchange.reset(Outcome.RESET);
      case STALL -> exchange.stalled();
    }
  }

  private void end(Outcome outcome) {
    exchange.end(outcome);
    exchange
        .response()
        .end()
        .onComplete(
            _ -> {
              if (outcome == Outcome.FAILED) {
                exchange.closeConnection();
              }
            });
  }

  private void send(List<Buffer> chunks) {
    chunks.forEach(exchange::write);
  }

  private void giveUp(int drain) {
    if (waiting && drain == drains) {
      exchange.reset(Outcome.READER_STALLED);
    }
  }
}
