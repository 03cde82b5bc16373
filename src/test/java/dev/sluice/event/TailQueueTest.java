package dev.sluice.event;

import static dev.sluice.event.Events.RUN;
import static dev.sluice.event.Events.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventLog.LogPage;
import dev.sluice.event.TailQueue.Hint;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailQueueTest {
  private final TailQueue queue = new TailQueue(RUN, new EventId(1, 2), 3);

  @Test
  void takesOnlyTheSuccessorFromAHint() {
    assertThat(queue.offer(text(1, 4, "later"))).isEqualTo(Hint.READ);
    assertThat(queue.offer(text(2, 1, "another epoch"))).isEqualTo(Hint.READ);
    assertThat(queue.offer(text(1, 2, "before"))).isEqualTo(Hint.KNOWN);
    assertThat(queue.offer(text(1, 3, "next"))).isEqualTo(Hint.TAKEN);
    assertThat(queue.offer(text(1, 3, "next"))).isEqualTo(Hint.KNOWN);
    assertThat(queue.size()).isOne();
  }

  @Test
  void ignoresWhatAPageRepeats() {
    queue.take(page(text(1, 2, "a"), text(1, 3, "b"), text(1, 3, "b"), text(1, 5, "c")));
    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.position()).isEqualTo(new EventId(1, 5));
  }

  @Test
  void leavesToTheLogWhatItHasNoRoomFor() {
    queue.take(page(text(1, 3, "a"), text(1, 4, "b"), text(1, 5, "c")));
    assertThat(queue.offer(text(1, 6, "d"))).isEqualTo(Hint.READ);
    assertThat(queue.position()).isEqualTo(new EventId(1, 5));
  }

  @Test
  void takesNothingAfterDone() {
    queue.take(page(Events.done(1, 3), text(1, 4, "never")));
    assertThat(queue.offer(text(1, 4, "never"))).isEqualTo(Hint.KNOWN);
    assertThat(queue.size()).isOne();
    assertThat(queue.finished()).isFalse();
    queue.poll();
    assertThat(queue.finished()).isTrue();
  }

  private static LogPage page(Envelope... events) {
    return new LogPage(List.of(events), false);
  }
}
