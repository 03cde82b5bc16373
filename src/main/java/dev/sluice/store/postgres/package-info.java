/**
 * The store at scale: runs, journals, conversations and notes in Postgres 14 or newer, for any
 * number of processes at once.
 *
 * <p>What is acknowledged has been committed by the server. One clock judges leases: the server's.
 * Every write of a holder is fenced by its epoch in the statement that writes. A commit whose
 * answer was lost is found again, not made twice. A server that is away or slow comes back as
 * {@link dev.sluice.run.StoreException} {@code UNAVAILABLE} within the configured bounds.
 */
@NullMarked
package dev.sluice.store.postgres;

import org.jspecify.annotations.NullMarked;
