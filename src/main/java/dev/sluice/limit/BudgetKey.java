package dev.sluice.limit;

/** Whose limits: a provider, and the group of its models that share them. */
public record BudgetKey(String provider, String group) {

  @Override
  public String toString() {
    return provider + "/" + group;
  }
}
