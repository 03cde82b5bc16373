package dev.sluice;

import dev.sluice.ops.GuardMeters;
import dev.sluice.ops.Meters;
import dev.sluice.ops.Rates;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;

/** What a process is observed by. */
record Instruments(
    PrometheusMeterRegistry registry,
    Meters meters,
    GuardMeters guards,
    Rates rates,
    Telemetry telemetry) {

  static Instruments over(PrometheusMeterRegistry registry, InstantSource clock) {
    var meters = new Meters(registry);
    var guards = new GuardMeters(registry);
    var rates = new Rates(clock);
    return new Instruments(registry, meters, guards, rates, new Telemetry(meters, guards, rates));
  }
}
