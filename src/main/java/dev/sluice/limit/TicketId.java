package dev.sluice.limit;

/** Names a ticket of one limiter; never used twice. */
public record TicketId(long value) {}
