/** Typed identities: no bare string stands for a run, a conversation, a user or a tool call. */
@NullMarked
package dev.sluice.id;

import org.jspecify.annotations.NullMarked;
