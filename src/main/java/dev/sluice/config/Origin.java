package dev.sluice.config;

/** Where a value was written: a line of the file, or (line 0) an environment variable. */
record Origin(String source, int line) {}
