package dev.sluice.model.chain;

import dev.sluice.limit.BudgetKey;
import dev.sluice.model.ModelClient;

/**
 * One model at one endpoint.
 *
 * @param name the entry of the configuration it comes from; {@link #PRIMARY} for the first
 * @param provider whose account: targets of one provider share budgets and breakers
 * @param group the models that share a budget there
 * @param model as sent
 * @param maker whose thinking it can read: the same model of another account is another maker
 * @param price its row in the price table
 * @param adaptiveThinking whether it knows what it is to be asked for
 */
public record ModelTarget(
    String name,
    String provider,
    String group,
    String model,
    String maker,
    String price,
    boolean adaptiveThinking,
    ModelClient client) {
  public static final String PRIMARY = "primary";

  public boolean isPrimary() {
    return name.equals(PRIMARY);
  }

  public BudgetKey budget() {
    return new BudgetKey(provider, group);
  }

  /** The name of its breaker. */
  public String breaker() {
    return provider + "/" + model;
  }
}
