package dev.sluice.ops;

/**
 * How busy this process is.
 *
 * @param phase starting, serving or stopping
 * @param inFlight runs that it works on
 * @param capacity how many it works on at most
 * @param queued runs that wait for a worker, as last counted
 * @param readers open event streams
 */
public record LoadFact(String phase, int inFlight, int capacity, int queued, int readers) {}
