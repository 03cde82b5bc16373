/** What happened in a run, in order: the event family, its codec, the log and its readers. */
@NullMarked
package dev.sluice.event;

import org.jspecify.annotations.NullMarked;
