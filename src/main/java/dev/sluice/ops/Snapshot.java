package dev.sluice.ops;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all viewers see at one time; a part is empty when whoever has it did not tell. */
record Snapshot(
    Instant at,
    LoadFact load,
    Map<Rates.Family, Map<String, List<Long>>> rates,
    Optional<List<BudgetFact>> budgets,
    Optional<List<BreakerFact>> breakers,
    Optional<List<RunFact>> runs) {}
