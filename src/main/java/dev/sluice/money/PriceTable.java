package dev.sluice.money;

import dev.sluice.message.Usage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each model costs. Immutable. */
public final class PriceTable {
  private final Map<String, ModelPrice> prices;

  public PriceTable(Map<String, ModelPrice> prices) {
    this.prices = Map.copyOf(prices);
  }

  public Optional<ModelPrice> find(String model) {
    return Optional.ofNullable(prices.get(model));
  }

  public Set<String> models() {
    return prices.keySet();
  }

  /**
   * What one call cost, in micro-dollars, rounded half up once. A model without a price is a
   * mistake that start-up should have found.
   */
  public long costMicros(String model, Usage usage) {
    return find(model)
        .orElseThrow(() -> new IllegalArgumentException("no price for model " + model))
        .costMicros(usage);
  }
}
