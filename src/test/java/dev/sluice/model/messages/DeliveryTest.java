package dev.sluice.model.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelEvent.BlockStopped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
  private static final ModelEvent FIRST = new BlockStopped(1);
  private static final ModelEvent SECOND = new BlockStopped(2);
  private static final ModelEvent THIRD = new BlockStopped(3);

  private final List<Object> told = new ArrayList<>();
  private Consumer<ModelEvent> listener = told::add;
  private final Delivery delivery = new Delivery(event -> listener.accept(event));

  @Test
  void deliversAtOnceAndClosesAfterTheLast() {
    delivery.offer(FIRST);
    delivery.offer(SECOND);
    delivery.close(() -> told.add("closed"));

    assertThat(told).containsExactly(FIRST, SECOND, "closed");
  }

  @Test
  void keepsEventsAndTheEndWhilePaused() {
    delivery.pause();
    delivery.offer(FIRST);
    delivery.close(() -> told.add("closed"));
    assertThat(told).isEmpty();

    delivery.resume();
    assertThat(told).containsExactly(FIRST, "closed");
  }

  @Test
  void aPauseFromWithinTheListenerHoldsTheNextEvent() {
    pauseAtEachEvent();
    delivery.pause();
    delivery.offer(FIRST);
    delivery.offer(SECOND);
    delivery.close(() -> told.add("closed"));

    delivery.resume();
    assertThat(told).containsExactly(FIRST);
    delivery.resume();
    assertThat(told).containsExactly(FIRST, SECOND);
    delivery.resume();
    assertThat(told).containsExactly(FIRST, SECOND, "closed");
  }

  @Test
  void aResumeFromWithinTheListenerKeepsTheOrder() {
    delivery.pause();
    delivery.offer(FIRST);
    delivery.offer(SECOND);
    listener =
        event -> {
          told.add(event);
          if (event.equals(FIRST)) {
            delivery.pause();
            delivery.offer(THIRD);
            delivery.resume();
          }
        };
    delivery.resume();

    assertThat(told).containsExactly(FIRST, SECOND, THIRD);
  }

  @Test
  void discardedEventsAreNeverTold() {
    delivery.pause();
    delivery.offer(FIRST);
    delivery.close(() -> told.add("closed"));
    delivery.discard();
    delivery.resume();

    assertThat(told).isEmpty();
  }

  private void pauseAtEachEvent() {
    listener =
        event -> {
          told.add(event);
          delivery.pause();
        };
  }
}
