package dev.sluice.limit;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** All budgets, each begun when it is first spoken of. */
final class Accounts {
  private final LimiterConfig config;
  private final Map<BudgetKey, Account> byKey = new LinkedHashMap<>();

  Accounts(LimiterConfig config) {
    this.config = config;
  }

  Account of(BudgetKey key, long now) {
    Account account = byKey.get(key);
    if (account == null) {
      account = new Account(key, config, start(key.toString()), now);
      byKey.put(key, account);
    }
    return account;
  }

  Collection<Account> all() {
    return byKey.values();
  }

  /** The most exact name that matches: the one with the most letters besides the stars. */
  private StartBudget start(String key) {
    return config.budgets().entrySet().stream()
        .filter(entry -> matches(entry.getKey(), key))
        .max(Comparator.comparingInt(entry -> entry.getKey().replace("*", "").length()))
        .map(Map.Entry::getValue)
        .orElse(config.start());
  }

  private static boolean matches(String pattern, String key) {
    return key.matches("\\Q" + pattern.replace("*", "\\E[^/]*\\Q") + "\\E");
  }
}
