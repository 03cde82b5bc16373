package dev.sluice.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A model's answer on the wire: 200 deltas of about two tokens. The same bytes every time. */
public final class SampleStream {
  static final int EVENTS = 200;
  static final String DELTA =
      """
      {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" and then"}}""";

  private SampleStream() {}

  /** How a network may cut the stream up. */
  public enum Cut {
    /** One chunk for each event, as servers write them. */
    WHOLE,
    /** 1 to 200 bytes, wherever the borders fall. */
    SPLIT
  }

  static List<byte[]> chunks(Cut cut) {
    return switch (cut) {
      case WHOLE -> events().map(event -> event.getBytes(UTF_8)).toList();
      case SPLIT -> split(events().collect(Collectors.joining()).getBytes(UTF_8));
    };
  }

  private static Stream<String> events() {
    return IntStream.range(0, EVENTS)
        .mapToObj(_ -> "event: content_block_delta\ndata: " + DELTA + "\n\n");
  }

  private static List<byte[]> split(byte[] whole) {
    var random = new Random(42);
    var chunks = new ArrayList<byte[]>();
    int to;
    for (int from = 0; from < whole.length; from = to) {
      to = Math.min(whole.length, from + 1 + random.nextInt(200));
      chunks.add(Arrays.copyOfRange(whole, from, to));
    }
    return chunks;
  }
}
