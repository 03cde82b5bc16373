package dev.sluice.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.TestVertx;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandoverTest {
  private final Vertx vertx = TestVertx.create();
  private final Handover handover = new Handover();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void bringsEachActionToItsContextInOrder() {
    List<Context> contexts = contexts(6);
    var order = new ArrayList<List<Integer>>();
    var strays = new CopyOnWriteArrayList<Context>();
    var done = new ArrayList<Promise<Boolean>>();
    for (Context context : contexts) {
      var own = new CopyOnWriteArrayList<Integer>();
      order.add(own);
      Promise<Boolean> last = Promise.promise();
      done.add(last);
      for (int i = 0; i < 100; i++) {
        int number = i;
        Runnable action =
            () -> {
              own.add(number);
              if (!context.equals(Vertx.currentContext())) {
                strays.add(context);
              }
              if (number == 99) {
                last.complete(true);
              }
            };
        handover.add(context, action, () -> strays.add(context));
      }
    }
    handover.flush();
    done.forEach(last -> last.future().await());
    assertThat(strays).isEmpty();
    List<Integer> inOrder = IntStream.range(0, 100).boxed().toList();
    assertThat(order).hasSize(6).allSatisfy(own -> assertThat(own).isEqualTo(inOrder));
  }

  @Test
  void bringsTheOthersWhenOneFails() {
    Context context = contexts(1).getFirst();
    Promise<Boolean> heard = Promise.promise();
    handover.add(context, HandoverTest::fail, () -> {});
    handover.add(context, () -> heard.complete(true), () -> heard.fail("gone"));
    handover.flush();
    assertThat(heard.future().await()).isTrue();
  }

  @Test
  void saysWhenAnEventLoopIsGone() {
    Vertx other = TestVertx.create();
    Context context = other.getOrCreateContext();
    other.close().await();
    ((ContextInternal) context).nettyEventLoop().terminationFuture().awaitUninterruptibly();
    var gone = new ArrayList<String>();
    handover.add(context, () -> gone.add("no"), () -> gone.add("gone"));
    handover.flush();
    assertThat(gone).containsExactly("gone");
  }

  /** Of several event loops. */
  private List<Context> contexts(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> (Context) ((VertxInternal) vertx).createEventLoopContext())
        .toList();
  }

  private static void fail() {
    throw new IllegalStateException("an action fails");
  }
}
