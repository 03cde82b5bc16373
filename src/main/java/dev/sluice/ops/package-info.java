/**
 * What the operator sees: health, readiness, meters, on a port of their own. It promises that
 * asking is cheap and safe: checks are bounded in time and cached, the tags of meters are bounded
 * in number.
 */
@NullMarked
package dev.sluice.ops;

import org.jspecify.annotations.NullMarked;
