package dev.sluice.simulator;

import dev.sluice.simulator.wire.MessagesRequest;
import dev.sluice.simulator.wire.PromptCache;
import dev.sluice.simulator.wire.SseSpelling;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Objects;

/** Carries out what was decided for a request. */
final class Player {
  private final SimulatorOptions options;
  private final RateBook rates;
  private final Ticker ticker;
  private final Context context;
  private final PromptCache cache;

  Player(SimulatorOptions options, RateBook rates, Ticker ticker, Context context) {
    this.options = options;
    this.rates = rates;
    this.ticker = ticker;
    this.context = context;
    this.cache = new PromptCache(options.clock());
  }

  /** Sends a reply, if the rate limits have room for it. */
  void reply(Exchange exchange, MessagesRequest call, Play.Reply reply) {
    int minimum = Objects.requireNonNullElse(options.cacheMinimum(), call.model().cacheMinimum());
    PromptCache.Reading reading = cache.look(call, minimum);
    String group = call.model().group();
    long input = reading.usage().input() + reading.usage().cacheWrite();
    var limited = rates.admit(group, input);
    exchange.headers(rates.headers(group));
    if (limited.isPresent()) {
      exchange.refuse(limited.get());
      return;
    }
    exchange.bills(call);
    Pace pace = Objects.requireNonNullElse(reply.pace(), options.pace());
    Composer frames =
        new Composer(
            call,
            reply.steps(),
            pace,
            reading.usage(),
            exchange.ids(),
            exchange.entry().requestId());
    Outlet outlet = outlet(exchange, call, reply, new Meter(rates, group, cache, reading));
    new Playback(frames, outlet, ticker, context).play();
  }

  void fail(Exchange exchange, Play.Fail fail) {
    later(
        fail.after(),
        () -> {
          exchange.headers(fail.headers());
          if (fail.body() == null) {
            exchange.refuse(fail.error());
          } else {
            exchange.send(fail.error().status(), fail.contentType(), fail.body());
          }
        });
  }

  void answer(Exchange exchange, Play.Answer answer) {
    later(answer.after(), () -> exchange.answer(200, answer.json()));
  }

  private void later(Duration wait, Runnable action) {
    if (wait.isZero()) {
      action.run();
    } else {
      ticker.after(wait, action);
    }
  }

  private Outlet outlet(Exchange exchange, MessagesRequest call, Play.Reply reply, Meter meter) {
    if (!call.stream()) {
      return new WholeOutlet(exchange, meter);
    }
    Chunking chunking = Objects.requireNonNullElse(reply.chunking(), options.chunking());
    StreamOutlet outlet =
        new StreamOutlet(
            exchange,
            meter,
            new SseSpelling(exchange.entry().body().hashCode()),
            new Chunker(chunking),
            ticker,
            options.readerPatience());
    outlet.begin();
    return outlet;
  }
}
