package dev.sluice.jmh;

import dev.sluice.event.Envelope;
import dev.sluice.event.RunEventWire;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The data line that readers of the HTTP stream get. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RunEventWireBenchmark {
  private Envelope text = SampleEvents.envelope(123, SampleEvents.TEXT);
  private Envelope done = SampleEvents.envelope(124, SampleEvents.DONE);

  @Benchmark
  public String text() {
    return RunEventWire.data(text);
  }

  @Benchmark
  public String done() {
    return RunEventWire.data(done);
  }
}
