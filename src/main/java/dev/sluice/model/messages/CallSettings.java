package dev.sluice.model.messages;

import java.time.InstantSource;

/** What every exchange with the API needs besides its request. */
record CallSettings(MessagesApiConfig config, ApiKey apiKey, Timers timers, InstantSource clock) {}
