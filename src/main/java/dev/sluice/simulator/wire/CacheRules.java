package dev.sluice.simulator.wire;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many cache breakpoints a request may have, where, and in which order of their lives. */
final class CacheRules {
  private static final int MOST = 4;

  private CacheRules() {}

  static @Nullable String complaint(MessagesRequest request) {
    List<PrefixBlock> prefix = request.prefix();
    for (PrefixBlock block : prefix) {
      if (block.breakpoint() != null && !block.cacheable()) {
        return block.path() + ".cache_control: cannot be set on a thinking or an empty text block";
      }
    }
    List<Ttl> lives =
        prefix.stream()
            .map(PrefixBlock::breakpoint)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    if (lives.size() > MOST) {
      return "A maximum of 4 blocks with cache_control may be provided. Found %d."
          .formatted(lives.size());
    }
    boolean shortSeen = false;
    for (Ttl life : lives) {
      if (life == Ttl.ONE_HOUR && shortSeen) {
        return "cache_control: a ttl='1h' block must not come after a ttl='5m' block";
      }
      shortSeen |= life == Ttl.FIVE_MINUTES;
    }
    return null;
  }
}
