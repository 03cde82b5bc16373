package dev.sluice.model.messages;

import dev.sluice.model.Timers;
import java.time.InstantSource;

/** What every exchange with the API needs besides its request. */
record CallSettings(MessagesApiConfig config, ApiKey apiKey, Timers timers, InstantSource clock) {}
