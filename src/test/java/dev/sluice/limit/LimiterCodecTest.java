package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.TestVertx;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LimiterCodecTest {
  private final Vertx vertx = TestVertx.create();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void handsTheMessageOverAsItIs() throws Exception {
    var bus = new LimiterBus(vertx);
    LimiterCodec.register(vertx.eventBus());
    var message = new LimiterMessage.Cancel(new TicketId(1));
    Promise<Object> heard = Promise.promise();
    vertx.eventBus().localConsumer(LimiterBus.ADDRESS, received -> heard.complete(received.body()));

    bus.tell(message);

    assertThat(heard.future().await(10, TimeUnit.SECONDS)).isSameAs(message);
  }

  @Test
  void refusesToLeaveTheProcess() {
    var codec = new LimiterCodec();

    assertThatThrownBy(() -> codec.encodeToWire(Buffer.buffer(), new LimiterMessage.AskBudgets()))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> codec.decodeFromWire(0, Buffer.buffer()))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
