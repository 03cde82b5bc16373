package dev.sluice.store.sqlite;

import dev.sluice.event.EventId;
import java.time.Instant;

/** An event in its stored form. */
record EventRow(EventId id, Instant at, String body) {}
