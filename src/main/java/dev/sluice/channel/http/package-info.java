/**
 * The HTTP channel: submits runs, shows them, and streams their events; a reader that is slow or
 * gone never holds a run or memory.
 */
@NullMarked
package dev.sluice.channel.http;

import org.jspecify.annotations.NullMarked;
