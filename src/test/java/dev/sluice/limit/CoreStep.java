package dev.sluice.limit;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** One thing that may happen to a core. Indexes count modulo what there is. */
sealed interface CoreStep {

  /**
   * Somebody comes.
   *
   * @param user the last of five never asks again
   */
  record Arrive(int user, boolean background, int model, int input, boolean patient)
      implements CoreStep {}

  /** Whoever waits gives up. */
  record Cancel(int index) implements CoreStep {}

  /** A call ends. */
  record Settle(int index, How how, double part) implements CoreStep {}

  /** Headers come. */
  record Learn(int limit, double left) implements CoreStep {}

  /** Time goes by, and whoever is told to ask again does. */
  record Pass(int millis) implements CoreStep {}

  /** How a call ends. */
  enum How {
    USED,
    UNKNOWN,
    NOT_SENT,
    REFUSED,
    LIMITED,
    LIMITED_UNTOLD,
    FORGOTTEN
  }

  int USERS = 5;
  int MODELS = 2;

  static Arbitrary<List<CoreStep>> schedules() {
    return Arbitraries.frequencyOf(
            Tuple.of(8, arrivals()),
            Tuple.of(1, indexes().map(Cancel::new)),
            Tuple.of(4, settlements()),
            Tuple.of(1, lessons()),
            Tuple.of(6, passes()))
        .list()
        .ofMaxSize(150);
  }

  /** More than there is room for, all the time, and every call takes what was thought. */
  static Arbitrary<List<CoreStep>> crowds() {
    return Arbitraries.frequencyOf(
            Tuple.of(10, arrivals()),
            Tuple.of(1, indexes().map(Cancel::new)),
            Tuple.of(2, indexes().map(index -> new Settle(index, How.UNKNOWN, 1))),
            Tuple.of(3, Arbitraries.of(0, 100, 1_000, 3_000).map(Pass::new)))
        .list()
        .ofMinSize(200)
        .ofMaxSize(400);
  }

  private static Arbitrary<CoreStep> arrivals() {
    return Combinators.combine(
            Arbitraries.integers().between(0, USERS - 1),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, MODELS - 1),
            Arbitraries.integers().between(0, 600).withDistribution(RandomDistribution.uniform()),
            Arbitraries.of(true, true, true, false))
        .as(Arrive::new);
  }

  private static Arbitrary<CoreStep> settlements() {
    return Combinators.combine(
            indexes(), Arbitraries.of(How.class), Arbitraries.doubles().between(0, 1))
        .as(Settle::new);
  }

  private static Arbitrary<CoreStep> lessons() {
    return Combinators.combine(
            Arbitraries.integers().between(30, 60), Arbitraries.doubles().between(0, 1))
        .as(Learn::new);
  }

  private static Arbitrary<CoreStep> passes() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(0, 300),
            Arbitraries.integers().between(0, 8_000),
            Arbitraries.of(1_000, 10_000, 90_000))
        .map(Pass::new);
  }

  private static Arbitrary<Integer> indexes() {
    return Arbitraries.integers().between(0, 100);
  }
}
