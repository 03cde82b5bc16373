package dev.sluice;

import dev.sluice.ops.LoadFact;
import dev.sluice.ops.Meters;
import dev.sluice.run.QueueDepth;
import dev.sluice.run.Runs;
import java.util.Locale;
import java.util.function.Supplier;

/** How busy this process is, for whoever asks; from any thread. */
record ProcessLoad(
    Supplier<Gateway.Phase> phase, Workers workers, QueueDepth queued, Meters meters) {

  Runs.Load forChannels() {
    return new Runs.Load(
        workers.inFlight(),
        workers.capacity(),
        queued.get(),
        phase.get() == Gateway.Phase.STOPPING);
  }

  LoadFact forOperators() {
    return new LoadFact(
        phase.get().name().toLowerCase(Locale.ROOT),
        workers.inFlight(),
        workers.capacity(),
        queued.get(),
        meters.subscribers());
  }

  /** To be called once. */
  void showOnMeters() {
    meters.watchLoad(workers::inFlight, workers::capacity, queued::get);
  }
}
