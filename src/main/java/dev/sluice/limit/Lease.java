package dev.sluice.limit;

/**
 * A call that may go out or has.
 *
 * @param granted when that was decided
 * @param marks of what was taken, by kind
 */
record Lease(
    LeaseId id,
    Account account,
    PermitBook.Pair permits,
    Priority priority,
    Estimate estimate,
    Cost cost,
    long granted,
    Marks marks) {

  /** Where in the history of each bucket it was taken. */
  record Marks(Bucket.Mark requests, Bucket.Mark input, Bucket.Mark output, Bucket.Mark tokens) {
    Bucket.Mark of(Kind kind) {
      return switch (kind) {
        case REQUESTS -> requests;
        case INPUT_TOKENS -> input;
        case OUTPUT_TOKENS -> output;
        case TOKENS -> tokens;
      };
    }
  }
}
