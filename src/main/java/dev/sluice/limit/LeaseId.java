package dev.sluice.limit;

/** Names a lease of one limiter; never used twice. */
public record LeaseId(long value) {}
