package dev.sluice.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.store.sqlite.Lanes.Lane;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LanesTest {

  @Test
  void letsControlGoFirst() {
    var lanes = new Lanes<String>(10);
    lanes.offer(Lane.BULK, "tokens");
    lanes.offer(Lane.CONTROL, "submit");
    assertThat(lanes.take(10)).containsExactly("submit", "tokens");
  }

  @Test
  void keepsAQuarterForBulk() {
    var lanes = new Lanes<Integer>(100);
    for (int i = 0; i < 20; i++) {
      lanes.offer(Lane.CONTROL, i);
      lanes.offer(Lane.BULK, 100 + i);
    }
    assertThat(lanes.take(8)).containsExactly(0, 1, 2, 3, 4, 5, 100, 101);
    assertThat(lanes.take(1)).containsExactly(102);
  }

  @Test
  void fillsUpWithWhatThereIs() {
    var lanes = new Lanes<Integer>(100);
    for (int i = 0; i < 6; i++) {
      lanes.offer(Lane.BULK, i);
    }
    lanes.offer(Lane.CONTROL, 100);
    assertThat(lanes.take(4)).containsExactly(100, 0, 1, 2);
    assertThat(lanes.take(4)).containsExactly(3, 4, 5);
  }

  @Test
  void refusesWhenALaneIsFullButNotTheOther() {
    var lanes = new Lanes<Integer>(1);
    assertThat(lanes.offer(Lane.BULK, 1)).isTrue();
    assertThat(lanes.offer(Lane.BULK, 2)).isFalse();
    assertThat(lanes.offer(Lane.CONTROL, 3)).isTrue();
  }

  @Test
  void handsOutTheRestAfterClosing() {
    var lanes = new Lanes<Integer>(10);
    lanes.offer(Lane.BULK, 1);
    lanes.close();
    assertThat(lanes.offer(Lane.BULK, 2)).isFalse();
    assertThat(lanes.take(10)).containsExactly(1);
    assertThat(lanes.take(10)).isEmpty();
  }

  @Test
  void losesNothingBetweenManyThreads() throws InterruptedException {
    var lanes = new Lanes<Integer>(10_000);
    var producers = new ArrayList<Thread>();
    for (int producer = 0; producer < 4; producer++) {
      Lane lane = producer % 2 == 0 ? Lane.CONTROL : Lane.BULK;
      int from = producer * 1000;
      producers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = from; i < from + 1000; i++) {
                      lanes.offer(lane, i);
                    }
                  }));
    }
    var taken = new ArrayList<Integer>();
    while (taken.size() < 4000) {
      taken.addAll(lanes.take(64));
    }
    for (Thread producer : producers) {
      producer.join();
    }
    assertThat(taken).doesNotHaveDuplicates().hasSize(4000);
  }
}
