package dev.sluice.simulator;

import dev.sluice.simulator.wire.PromptCache;
import dev.sluice.simulator.wire.Usage;

/** Tells the rate limits what a reply generates, and the prompt cache that it has begun. */
final class Meter {
  private final RateBook rates;
  private final String group;
  private final PromptCache cache;
  private final PromptCache.Reading reading;
  private long counted;

  Meter(RateBook rates, String group, PromptCache cache, PromptCache.Reading reading) {
    this.rates = rates;
    this.group = group;
    this.cache = cache;
    this.reading = reading;
  }

  void generated(String event, Usage usage) {
    if (event.equals("message_start")) {
      cache.commit(reading);
    }
    rates.produced(group, usage.output() - counted);
    counted = usage.output();
  }
}
