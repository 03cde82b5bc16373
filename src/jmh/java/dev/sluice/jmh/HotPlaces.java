package dev.sluice.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Says whose the time and the garbage of a flight recording are: each sample counts for the
 * innermost method of ours on its stack, whatever library it had called, and for the library when
 * there is none.
 */
public final class HotPlaces {
  private static final int SHOWN = 15;
  private static final String OURS = "dev.sluice.";

  private final Map<String, Long> time = new HashMap<>();
  private final Map<String, Long> garbage = new HashMap<>();
  private final Set<Long> threads = new HashSet<>();

  private HotPlaces() {}

  /** Argument: the recording. */
  public static void main(String[] args) throws IOException {
    var places = new HotPlaces();
    try (var recording = new RecordingFile(Path.of(args[0]))) {
      while (recording.hasMoreEvents()) {
        places.count(recording.readEvent());
      }
    }
    print("samples of time", places.time);
    print("bytes allocated (sampled)", places.garbage);
  }

  private void count(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "jdk.CPUTimeSample" -> time.merge(place(event), 1L, Long::sum);
      case "jdk.ObjectAllocationSample" -> countGarbage(event);
      default -> {}
    }
  }

  /** A thread's first sample weighs all that it has ever allocated. */
  private void countGarbage(RecordedEvent event) {
    if (!threads.add(event.getThread("eventThread").getJavaThreadId())) {
      garbage.merge(place(event), event.getLong("weight"), Long::sum);
    }
  }

  private static String place(RecordedEvent event) {
    List<RecordedFrame> frames =
        Optional.ofNullable(event.getStackTrace())
            .map(RecordedStackTrace::getFrames)
            .orElse(List.of());
    return frames.stream()
        .map(HotPlaces::name)
        .filter(name -> name.startsWith(OURS))
        .findFirst()
        .orElse("(libraries alone)");
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  private static void print(String what, Map<String, Long> places) {
    long all = places.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf("%n%s: %,d%n", what, all);
    places.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(SHOWN)
        .forEach(
            place ->
                System.out.printf(
                    "%5.1f %%  %s%n", 100.0 * place.getValue() / all, place.getKey()));
  }
}
