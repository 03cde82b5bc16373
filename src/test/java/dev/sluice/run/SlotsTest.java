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
    assertThat(new Slots(10, 0.6).open()).contains(new Request(10, 6));
  }

  @Test
  void givesBackgroundRunsOnePlaceAtLeast() {
    assertThat(new Slots(1, 0.6).open()).contains(new Request(1, 1));
    assertThat(new Slots(10, 0).open()).contains(new Request(10, 1));
  }

  @Test
  void givesBackgroundRunsTheirExactShare() {
    assertThat(new Slots(100, 0.29).open()).contains(new Request(100, 29));
    assertThat(new Slots(4, 0.7).open()).contains(new Request(4, 2));
    assertThat(new Slots(4, 1).open()).contains(new Request(4, 4));
  }

  @Test
  void asksOnceAtATime() {
    var slots = new Slots(10, 0.6);
    slots.open();
    assertThat(slots.open()).isEmpty();
  }

  @Test
  void asksForNothingWhenFull() {
    var slots = new Slots(2, 0.6);
    fill(slots, 1, 1);
    assertThat(slots.open()).isEmpty();
    slots.free(INTERACTIVE);
    assertThat(slots.open()).contains(new Request(1, 0));
  }

  @Test
  void asksForInteractiveRunsAloneOnceBackgroundRunsHaveTheirShare() {
    var slots = new Slots(10, 0.6);
    fill(slots, 1, 6);
    assertThat(slots.open()).contains(new Request(3, 0));
    assertThat(slots.open()).isEmpty();
  }

  @Test
  void asksForThePlaceOfAnEndedBackgroundRunBesideAWaitingRequest() {
    var slots = new Slots(10, 0.6);
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
      var worker = new Worker(1 + random.nextInt(12), random.nextInt(11) / 10.0);
      for (int step = 0; step < 200; step++) {
        worker.step(random);
        worker.check();
      }
    }
  }

  /** A worker under a random schedule, with an account of its own. */
  private static final class Worker {
    private final Slots slots;
    private final int capacity;
    private final int mostBackground;
    private final int[] held = new int[2];
    private Optional<Request> forAny = Optional.empty();
    private Optional<Request> forInteractive = Optional.empty();

    Worker(int capacity, double share) {
      this.slots = new Slots(capacity, share);
      this.capacity = capacity;
      this.mostBackground = Math.max(1, (int) Math.floor(capacity * share + 1e-9));
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
      assertThat(held[0] + held[1] + promised).isLessThanOrEqualTo(capacity);
      assertThat(background).isLessThanOrEqualTo(mostBackground);
      assertThat(slots.inFlight()).isEqualTo(held[0] + held[1]);
    }
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
