package dev.sluice.event;

import static dev.sluice.event.Events.at;
import static dev.sluice.event.Events.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.RunEvent.Rewound;
import dev.sluice.event.RunEvent.TextAdded;
import dev.sluice.event.RunEvent.ThinkingAdded;
import dev.sluice.id.RunId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoalescerTest {

  @Test
  void joinsAdjacentTextUnderTheIdAndTimeOfItsLastPart() {
    assertThat(Coalescer.join(List.of(text(1, 2, "a"), text(1, 3, "b"), text(1, 4, "c")), 100))
        .containsExactly(text(1, 4, "abc"));
  }

  @Test
  void joinsThinkingApartFromText() {
    var events =
        List.of(
            at(1, 1, new ThinkingAdded(1, "a")),
            at(1, 2, new ThinkingAdded(1, "b")),
            text(1, 3, "c"),
            text(1, 4, "d"));
    assertThat(Coalescer.join(events, 100))
        .containsExactly(at(1, 2, new ThinkingAdded(1, "ab")), text(1, 4, "cd"));
  }

  @Test
  void joinsNothingAcrossAnotherEventATurnAnEpochOrARun() {
    var events =
        List.of(
            text(1, 1, "a"),
            at(1, 2, new Rewound(1, "again")),
            text(1, 3, "b"),
            at(1, 4, new TextAdded(2, "c")),
            text(2, 5, "d"),
            new Envelope(
                new RunId("run_2"), new EventId(2, 6), Instant.EPOCH, new TextAdded(1, "e")));
    assertThat(Coalescer.join(events, 100)).isEqualTo(events);
  }

  @Test
  void keepsJoinedTextWithinTheBoundAndALongerPartWhole() {
    var events = List.of(text(1, 1, "aa"), text(1, 2, "bb"), text(1, 3, "ccccc"), text(1, 4, "d"));
    assertThat(Coalescer.join(events, 4))
        .containsExactly(text(1, 2, "aabb"), text(1, 3, "ccccc"), text(1, 4, "d"));
  }

  @Test
  void losesNoCharacterOfManyParts() {
    var events = IntStream.rangeClosed(1, 10_000).mapToObj(i -> text(1, i, i + ",")).toList();
    List<Envelope> joined = Coalescer.join(events, 1000);
    assertThat(joined).hasSizeLessThan(60);
    assertThat(written(joined)).isEqualTo(written(events));
    assertThat(joined.getLast().id()).isEqualTo(new EventId(1, 10_000));
  }

  @Test
  void joinsTheHalvesOfASurrogatePair() {
    assertThat(Coalescer.join(List.of(text(1, 1, "\ud83d"), text(1, 2, "\ude00")), 100))
        .containsExactly(text(1, 2, "😀"));
  }

  @Test
  void leavesNothingNothing() {
    assertThat(Coalescer.join(List.of(), 100)).isEmpty();
  }

  private static String written(List<Envelope> events) {
    var text = new StringBuilder();
    events.forEach(event -> text.append(((TextAdded) event.event()).text()));
    return text.toString();
  }
}
