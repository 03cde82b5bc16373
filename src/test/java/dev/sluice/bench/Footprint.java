package dev.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a JVM holds after a full collection.
 *
 * @param heap live objects in bytes
 * @param resident memory of the process in bytes
 */
record Footprint(long heap, long resident) {
  private static final Pattern GENERATION = Pattern.compile("total \\d+K, used (\\d+)K");

  static Footprint of(Child child) throws IOException {
    jcmd(child, "GC.run");
    jcmd(child, "GC.run");
    long kilobytes =
        GENERATION
            .matcher(jcmd(child, "GC.heap_info"))
            .results()
            .mapToLong(result -> Long.parseLong(result.group(1)))
            .sum();
    return new Footprint(kilobytes * 1024, child.rss());
  }

  private static String jcmd(Child child, String command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(Launch.tool("jcmd"), Long.toString(child.pid()), command))
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
