package dev.sluice.simulator.wire;

import java.util.SplittableRandom;

/** Makes the ids of one exchange: unique for each ordinal, the same for the same seed. */
public final class Ids {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int LENGTH = 22;

  private final SplittableRandom random;

  /**
   * Ids for one exchange.
   *
   * @param seed of the whole simulator
   * @param ordinal of the exchange within it
   */
  public Ids(long seed, long ordinal) {
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + ordinal);
  }

  public String request() {
    return "req_011C" + next();
  }

  public String message() {
    return "msg_01" + next();
  }

  /** The id of a call; it remembers whether this model thought before it called. */
  public String toolUse(boolean thought, String model) {
    return "toolu_01" + next() + mark(thought, model);
  }

  /** Whether this model made the call of that id after thinking. */
  static boolean followsThought(String toolUseId, String model) {
    return toolUseId.startsWith("toolu_01") && toolUseId.endsWith(mark(true, model));
  }

  private static String mark(boolean thought, String model) {
    return (thought ? "T" : "n") + Chain.digest(model).substring(0, 2);
  }

  private String next() {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
