package dev.sluice.id;

/** Identity of a run: {@code run_} and 128 random bits. Unguessable, and still checked. */
public record RunId(String value) {
  public RunId {
    Ids.check("run id", value);
  }

  public static RunId random() {
    return new RunId(Ids.random("run_"));
  }

  @Override
  public String toString() {
    return value;
  }
}
