package dev.sluice.simulator;

/** One entry of a script: under these conditions, this happens. */
record Rule(When when, Play play) {}
