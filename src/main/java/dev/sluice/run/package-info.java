/** The life of a run: admission, claims, leases, the worker, and the ports that carry it. */
@NullMarked
package dev.sluice.run;

import org.jspecify.annotations.NullMarked;
