/**
 * Paces calls by the provider's own limits before the provider has to refuse them: budgets learned
 * from its headers, a fair line for those who wait, permits for what runs at once.
 */
@NullMarked
package dev.sluice.limit;

import org.jspecify.annotations.NullMarked;
