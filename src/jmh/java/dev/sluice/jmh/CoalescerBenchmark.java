package dev.sluice.jmh;

import dev.sluice.event.Coalescer;
import dev.sluice.event.Envelope;
import dev.sluice.event.RunEvent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Joining what waited: for the log's next batch, and for a reader who is slow. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CoalescerBenchmark {
  private List<RunEvent> one = SampleEvents.texts(1);
  private List<RunEvent> eight = SampleEvents.texts(8);
  private List<Envelope> waiting = SampleEvents.envelopes(64);

  @Benchmark
  public List<RunEvent> batchOfOne() {
    return Coalescer.joinEvents(one, 8192);
  }

  @Benchmark
  public List<RunEvent> batchOfEight() {
    return Coalescer.joinEvents(eight, 8192);
  }

  @Benchmark
  public List<Envelope> slowReaderOf64() {
    return Coalescer.join(waiting, 16_384);
  }
}
