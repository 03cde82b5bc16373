/**
 * The HTTP channel: the run API, answers as problem documents when something is wrong, and events
 * as SSE. It promises that every request is bounded (size, time, memory), that whatever goes wrong
 * is answered with a stable type and a text that says what to do, and that nothing inside leaks
 * out.
 */
@NullMarked
package dev.sluice.channel.http;

import org.jspecify.annotations.NullMarked;
