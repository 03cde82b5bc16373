package dev.sluice.limit;

import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All leases that are not settled, in the order in which they were granted. */
final class Leases {
  private final LinkedHashMap<LeaseId, Lease> byId = new LinkedHashMap<>();
  private final long expiry;

  Leases(LimiterConfig config) {
    this.expiry = Ticks.length(config.leaseExpiry());
  }

  void add(Lease lease) {
    byId.put(lease.id(), lease);
  }

  @Nullable Lease remove(LeaseId id) {
    return byId.remove(id);
  }

  Optional<Lease> find(LeaseId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** When the oldest expires. */
  long nextExpiry() {
    return byId.isEmpty() ? Ticks.NEVER : oldest().granted() + expiry;
  }

  /** Only while there are any. */
  Lease oldest() {
    return byId.firstEntry().getValue();
  }

  /** What calls that are still under way took of one budget since then, and after that lease. */
  long since(Account account, long tick, LeaseId after, Kind kind) {
    long sum = 0;
    for (Lease lease : byId.sequencedValues().reversed()) {
      if (lease.granted() < tick || lease.id().value() <= after.value()) {
        break;
      }
      sum += lease.account() == account ? lease.cost().of(kind) : 0;
    }
    return sum;
  }
}
