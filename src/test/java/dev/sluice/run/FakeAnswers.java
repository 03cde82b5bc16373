package dev.sluice.run;

import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelCall;
import dev.sluice.model.ModelClient;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelReply;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.StopReason;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A model that says the same to everybody, at once. */
final class FakeAnswers implements ModelClient {
  static final String ANSWER = "Hello.";

  final AtomicInteger calls = new AtomicInteger();

  @Override
  public ModelCall start(ModelRequest request, Consumer<ModelEvent> events) {
    calls.incrementAndGet();
    events.accept(new ModelEvent.TextDelta(0, ANSWER));
    var reply =
        new ModelReply(
            "msg_1",
            request.model(),
            List.of(Block.text(ANSWER)),
            StopReason.of("end_turn"),
            Optional.empty(),
            Optional.empty(),
            Usage.of(100, 10),
            Optional.of("req_1"));
    return new Answered(Future.succeededFuture(reply));
  }

  private record Answered(Future<ModelReply> reply) implements ModelCall {
    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}
  }
}
