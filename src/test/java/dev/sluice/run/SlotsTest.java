package dev.sluice.run;

import static dev.sluice.run.RunClass.BACKGROUND;
import static dev.sluice.run.RunClass.INTERACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.Slots.Request;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void asksForEverythingAtFirst() {
    assertThat(slots(10, 6).open()).contains(new Request(10, 6));
  }

  @Test
  void asksForInteractiveRunsAloneWhereBackgroundRunsHaveNoPlace() {
    assertThat(slots(1, 0).open()).contains(new Request(1, 0));
  }

  @Test
  void asksOnceAtATime() {
    var slots = slots(10, 6);
    slots.open();
    assertThat(slots.open()).isEmpty();
  }

  @Test
  void asksForNothingWhenFull() {
    var slots = slots(2, 1);
    fill(slots, 1, 1);
    assertThat(slots.open()).isEmpty();
    slots.free(INTERACTIVE);
    assertThat(slots.open()).contains(new Request(1, 0));
  }

  @Test
  void asksForInteractiveRunsAloneOnceBackgroundRunsHaveTheirShare() {
    var slots = slots(10, 6);
    fill(slots, 1, 6);
    assertThat(slots.open()).contains(new Request(3, 0));
    assertThat(slots.open()).isEmpty();
  }

  @Test
  void asksForThePlaceOfAnEndedBackgroundRunBesideAWaitingRequest() {
    var slots = slots(10, 6);
    fill(slots, 1, 6);
    Request picky = slots.open().orElseThrow();
    slots.free(INTERACTIVE);
    assertThat(slots.open()).isEmpty();
    slots.free(BACKGROUND);
    assertThat(slots.open()).contains(new Request(2, 1));

    slots.close(picky);
    assertThat(slots.open()).as("what is open takes anything").isEmpty();
  }

  @Test
  void promisesNoPlaceTwice() {
    var random = new Random(4);
    for (int round = 0; round < 200; round++) {
      int all = 1 + random.nextInt(12);
      var worker = new Worker(new Places(all, random.nextInt(all + 1)));
      for (int step = 0; step < 200; step++) {
        worker.step(random);
        worker.check();
      }
    }
  }

  /** A worker under a random schedule, with an account of its own. */
  private static final class Worker {
    private final Slots slots;
    private final Places places;
    private final int[] held = new int[2];
    private Optional<Request> forAny = Optional.empty();
    private Optional<Request> forInteractive = Optional.empty();

    Worker(Places places) {
      this.slots = new Slots(places);
      this.places = places;
    }

    void step(Random random) {
      switch (random.nextInt(5)) {
        case 0, 1 -> slots.open().ifPresent(this::opened);
        case 2 -> forAny = answered(forAny, random);
        case 3 -> forInteractive = answered(forInteractive, random);
        default -> end(random.nextInt(2));
      }
    }

    private void opened(Request request) {
      assertThat(request.max()).isPositive();
      if (request.maxBackground() > 0) {
        assertThat(forAny).isEmpty();
        forAny = Optional.of(request);
      } else {
        assertThat(forInteractive).isEmpty();
        forInteractive = Optional.of(request);
      }
    }

    private Optional<Request> answered(Optional<Request> request, Random random) {
      request.ifPresent(
          asked -> {
            int background = random.nextInt(asked.maxBackground() + 1);
            int interactive = random.nextInt(asked.max() - background + 1);
            held[0] += interactive;
            held[1] += background;
            for (int i = 0; i < interactive; i++) {
              slots.hold(INTERACTIVE);
            }
            for (int i = 0; i < background; i++) {
              slots.hold(BACKGROUND);
            }
            slots.close(asked);
          });
      return Optional.empty();
    }

    private void end(int runClass) {
      if (held[runClass] > 0) {
        held[runClass]--;
        slots.free(runClass == 0 ? INTERACTIVE : BACKGROUND);
      }
    }

    void check() {
      int promised =
          forAny.map(Request::max).orElse(0) + forInteractive.map(Request::max).orElse(0);
      int background = held[1] + forAny.map(Request::maxBackground).orElse(0);
      assertThat(held[0] + held[1] + promised).isLessThanOrEqualTo(places.all());
      assertThat(background).isLessThanOrEqualTo(places.background());
      assertThat(slots.inFlight()).isEqualTo(held[0] + held[1]);
    }
  }

  private static Slots slots(int all, int background) {
    return new Slots(new Places(all, background));
  }

  private static void fill(Slots slots, int interactive, int background) {
    Request request = slots.open().orElseThrow();
    for (int i = 0; i < interactive; i++) {
      slots.hold(INTERACTIVE);
    }
    for (int i = 0; i < background; i++) {
      slots.hold(BACKGROUND);
    }
    slots.close(request);
  }
}
