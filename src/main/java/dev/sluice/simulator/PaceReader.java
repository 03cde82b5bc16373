package dev.sluice.simulator;

import java.time.Duration;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads paces and chunkings, which scripts, rules and steps spell alike. */
final class PaceReader {
  private PaceReader() {}

  /** {@code none}, or a mapping of first, chars and delay, or of tokens_per_second. */
  static Optional<Pace> pace(YamlMap owner, String key) {
    if (owner.node(key).orElse(null) instanceof ScalarNode scalar) {
      return scalar.getValue().equals("none")
          ? Optional.of(Pace.immediate())
          : owner.wrong(key, "expected none or a mapping");
    }
    return owner.map(key).map(PaceReader::pace);
  }

  /** {@code whole}, {@code bytes:N}, {@code random} or {@code random:SEED}. */
  static Optional<Chunking> chunking(YamlMap owner) {
    return owner.parsed("chunking", PaceReader::chunking);
  }

  private static Pace pace(YamlMap map) {
    Pace base =
        map.positive("tokens_per_second").map(Pace::tokensPerSecond).orElse(Pace.immediate());
    Duration first = map.duration("first").orElse(base.firstEvent());
    int chars = map.positive("chars").orElse(base.charsPerDelta());
    Duration delay = map.duration("delay").orElse(base.perDelta());
    map.finish();
    return new Pace(first, chars, delay);
  }

  private static Chunking chunking(String text) {
    if (text.equals("whole")) {
      return new Chunking.Whole();
    }
    if (text.equals("random")) {
      return new Chunking.Random(0);
    }
    if (text.matches("random:\\d{1,18}")) {
      return new Chunking.Random(Long.parseLong(text, "random:".length(), text.length(), 10));
    }
    if (text.matches("bytes:\\d{1,9}")) {
      return new Chunking.Bytes(Integer.parseInt(text, "bytes:".length(), text.length(), 10));
    }
    throw new IllegalArgumentException("expected whole, bytes:N, random or random:SEED");
  }
}
