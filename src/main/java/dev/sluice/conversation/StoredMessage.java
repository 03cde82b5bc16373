package dev.sluice.conversation;

import dev.sluice.id.RunId;
import dev.sluice.message.Message;
import java.time.Instant;

/** A message of a conversation and the run that brought it. */
public record StoredMessage(RunId run, Instant at, Message message) {}
