package dev.sluice.jmh;

import dev.sluice.model.ModelEvent;
import dev.sluice.model.messages.EventDecoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the data of a model's event to the house's event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventDecoderBenchmark {
  private String name = "content_block_delta";
  private String data = SampleStream.DELTA;

  @Benchmark
  public ModelEvent textDelta() {
    return EventDecoder.decode(name, data);
  }
}
