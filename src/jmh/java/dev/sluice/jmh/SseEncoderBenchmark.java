package dev.sluice.jmh;

import dev.sluice.channel.http.SseEncoder;
import dev.sluice.event.Envelope;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One event to the bytes of a frame, in a buffer of its own as a reader who keeps up gets it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SseEncoderBenchmark {
  private Envelope text = SampleEvents.envelope(123, SampleEvents.TEXT);

  @Benchmark
  public Buffer text() {
    Buffer frames = Buffer.buffer();
    SseEncoder.append(frames, text);
    return frames;
  }
}
