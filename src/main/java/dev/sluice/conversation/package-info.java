/** Conversations: who said what, under which frozen agent. */
@NullMarked
package dev.sluice.conversation;

import org.jspecify.annotations.NullMarked;
