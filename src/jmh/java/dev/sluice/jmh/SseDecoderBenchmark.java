package dev.sluice.jmh;

import dev.sluice.model.messages.SseDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From bytes of the model's stream to named data, per event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SseDecoderBenchmark {
  @Param public SampleStream.@Nullable Cut cut;

  private final SseDecoder decoder = new SseDecoder();
  private List<byte[]> chunks = List.of();

  @Setup
  public void cut() {
    chunks = SampleStream.chunks(cut == null ? SampleStream.Cut.WHOLE : cut);
  }

  @Benchmark
  @OperationsPerInvocation(SampleStream.EVENTS)
  public void event(Blackhole sink) {
    for (byte[] chunk : chunks) {
      decoder.feed(
          chunk,
          (type, data, _) -> {
            sink.consume(type);
            sink.consume(data);
          });
    }
  }
}
