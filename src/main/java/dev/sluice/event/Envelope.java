package dev.sluice.event;

import dev.sluice.id.RunId;
import java.time.Instant;

/** An event with its place and time. */
public record Envelope(RunId run, EventId id, Instant at, RunEvent event) {}
