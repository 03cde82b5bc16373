package dev.sluice.jmh;

import dev.sluice.event.RunEvent;
import dev.sluice.event.RunEventCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** To the stored form of an event and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RunEventCodecBenchmark {
  private RunEvent text = SampleEvents.TEXT;
  private RunEvent done = SampleEvents.DONE;
  private String storedText = RunEventCodec.encode(SampleEvents.TEXT);
  private String storedDone = RunEventCodec.encode(SampleEvents.DONE);

  @Benchmark
  public String encodeText() {
    return RunEventCodec.encode(text);
  }

  @Benchmark
  public RunEvent decodeText() {
    return RunEventCodec.decode(storedText);
  }

  @Benchmark
  public String encodeDone() {
    return RunEventCodec.encode(done);
  }

  @Benchmark
  public RunEvent decodeDone() {
    return RunEventCodec.decode(storedDone);
  }
}
