package dev.sluice.simulator.wire;

import dev.sluice.simulator.wire.PrefixBlock.Section;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prompt cache: entries are prefixes that end at a breakpoint, found again by what they say.
 *
 * <p>Not thread-safe; the owner confines it to one thread. A lookup changes nothing; what a call
 * would write becomes readable when {@link #commit} says that its response has begun.
 */
public final class PromptCache {
  private static final int LOOKBACK = 20;
  private static final int SWEEP_ABOVE = 10_000;

  private final InstantSource clock;
  private final Map<String, Entry> entries = new HashMap<>();

  public PromptCache(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What the cache makes of a request.
   *
   * @param usage the input by kind, without output
   * @param touched the entries that the call writes or keeps alive
   */
  public record Reading(Usage usage, Map<String, Entry> touched) {
    public Reading {
      touched = Map.copyOf(touched);
    }
  }

  /** One cached prefix and when it is forgotten. */
  public record Entry(Ttl ttl, Instant expires) {}

  private record Point(String key, long tokens, int index, Ttl ttl) {}

  /** Splits the input of a request into read, written and plain; changes nothing. */
  public Reading look(MessagesRequest request, int minimumTokens) {
    List<PrefixBlock> blocks = request.prefix();
    List<Chain> chains = chains(request, blocks);
    List<Point> points = points(blocks, chains, minimumTokens);
    long total = blocks.stream().mapToLong(PrefixBlock::tokens).sum();
    int hit = longestHit(points, chains);
    return split(blocks, points, total, hit, hit < 0 ? "" : chains.get(hit).value());
  }

  /** Makes readable what the call of this reading wrote. */
  public void commit(Reading reading) {
    if (entries.size() > SWEEP_ABOVE) {
      Instant now = clock.instant();
      entries.values().removeIf(entry -> entry.expires().isBefore(now));
    }
    entries.putAll(reading.touched());
  }

  private Reading split(
      List<PrefixBlock> blocks, List<Point> points, long total, int hit, String hitKey) {
    Instant now = clock.instant();
    Map<String, Entry> touched = new HashMap<>();
    long read = 0;
    for (int i = 0; i <= hit; i++) {
      read += blocks.get(i).tokens();
    }
    Entry found = entries.get(hitKey);
    if (found != null) {
      touched.put(hitKey, new Entry(found.ttl(), now.plus(found.ttl().duration())));
    }
    long done = read;
    long fiveMinutes = 0;
    long oneHour = 0;
    for (Point point : points) {
      long written = Math.max(0, point.tokens() - done);
      if (point.index() > hit) {
        touched.put(point.key(), new Entry(point.ttl(), now.plus(point.ttl().duration())));
        done = point.tokens();
      }
      switch (point.ttl()) {
        case FIVE_MINUTES -> fiveMinutes += written;
        case ONE_HOUR -> oneHour += written;
      }
    }
    return new Reading(new Usage(total - done, read, fiveMinutes, oneHour, 0, 0), touched);
  }

  private int longestHit(List<Point> points, List<Chain> chains) {
    Instant now = clock.instant();
    int best = -1;
    for (Point point : points) {
      for (int i = point.index(); i > Math.max(best, point.index() - LOOKBACK); i--) {
        Entry entry = entries.get(chains.get(i).value());
        if (entry != null && entry.expires().isAfter(now)) {
          best = i;
        }
      }
    }
    return best;
  }

  private static List<Point> points(List<PrefixBlock> blocks, List<Chain> chains, int minimum) {
    List<Point> points = new ArrayList<>();
    long tokens = 0;
    for (int i = 0; i < blocks.size(); i++) {
      tokens += blocks.get(i).tokens();
      Ttl ttl = blocks.get(i).breakpoint();
      if (ttl != null && tokens >= minimum) {
        points.add(new Point(chains.get(i).value(), tokens, i, ttl));
      }
    }
    return points;
  }

  // The settings that void a part of the cache are links in front of that part.
  private static List<Chain> chains(MessagesRequest request, List<PrefixBlock> blocks) {
    List<Chain> chains = new ArrayList<>();
    Chain chain = Chain.of(request.workspace() + "\n" + request.model().id());
    Section section = Section.TOOLS;
    for (PrefixBlock block : blocks) {
      if (section != Section.MESSAGES && block.section() == Section.MESSAGES) {
        chain = chain.then(request.body().path("tool_choice") + "|" + request.thinkingConfig());
      }
      section = block.section();
      chain = chain.then(block);
      chains.add(chain);
    }
    return chains;
  }
}
