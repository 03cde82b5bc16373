package dev.sluice;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What a process is called among those that share a store. */
final class PodName {
  private static final int LONGEST_HOST = 63;

  private PodName() {}

  /** Unlike any other, also that of an earlier process at the same place. */
  static String choose(Optional<String> host) {
    String place = host.filter(name -> !name.isBlank()).orElse("sluice");
    String begin = place.substring(0, Math.min(place.length(), LONGEST_HOST));
    return String.format(Locale.ROOT, "%s-%08x", begin, ThreadLocalRandom.current().nextInt());
  }
}
