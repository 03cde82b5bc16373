package dev.sluice.money;

import dev.sluice.config.Doc;
import dev.sluice.config.Problems;
import dev.sluice.config.Validated;
import java.util.HashMap;
import java.util.Map;

/** The price file: one row per model. */
public record PriceFile(@Doc("The rows, by model id.") Map<String, PriceRow> models)
    implements Validated {

  public static PriceFile defaults() {
    return new PriceFile(Map.of());
  }

  @Override
  public void validate(Problems problems) {
    models.forEach(
        (model, row) -> {
          try {
            row.price();
          } catch (ArithmeticException e) {
            problems.in("models").report(model, "must have prices of at most six decimal places");
          }
        });
  }

  public PriceTable table() {
    var prices = new HashMap<String, ModelPrice>();
    models.forEach((model, row) -> prices.put(model, row.price()));
    return new PriceTable(prices);
  }
}
