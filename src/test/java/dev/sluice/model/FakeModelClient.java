package dev.sluice.model;

import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** A model that plays what it was told, one script per call. */
public final class FakeModelClient implements ModelClient {
  public final List<ModelRequest> requests = new ArrayList<>();
  public final List<Call> calls = new ArrayList<>();
  private final Queue<Consumer<Call>> scripts = new ArrayDeque<>();

  /** Takes back the scripts that were not played. */
  public void forget() {
    scripts.clear();
  }

  /** Plays the text and ends with the stop reason. */
  public FakeModelClient text(String text, String stop) {
    return script(
        call -> {
          call.say(text);
          call.end(stop, List.of(Block.text(text)));
        });
  }

  public FakeModelClient blocks(String stop, Block... blocks) {
    return script(call -> call.end(stop, List.of(blocks)));
  }

  public FakeModelClient tools(Block... toolUses) {
    return blocks("tool_use", toolUses);
  }

  public FakeModelClient fail(ModelException failure) {
    return script(call -> call.reply.fail(failure));
  }

  /** Says something and then nothing more, until cancelled. */
  public FakeModelClient hang(String text) {
    return script(call -> call.say(text));
  }

  public FakeModelClient script(Consumer<Call> script) {
    scripts.add(script);
    return this;
  }

  public static Block toolUse(String id, String name, String input) {
    return Block.of(
        "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":%s}"
            .formatted(id, name, input));
  }

  @Override
  public ModelCall start(ModelRequest request, Consumer<ModelEvent> events) {
    requests.add(request);
    var call = new Call(request, events);
    calls.add(call);
    scripts.remove().accept(call);
    return call;
  }

  /** One call; tests play the model with it. */
  public static final class Call implements ModelCall {
    public final ModelRequest request;
    public final Promise<ModelReply> reply = Promise.promise();
    private final Consumer<ModelEvent> events;
    private final StringBuilder said = new StringBuilder();
    public int pauses;
    public int resumes;
    public boolean cancelled;

    Call(ModelRequest request, Consumer<ModelEvent> events) {
      this.request = request;
      this.events = events;
    }

    public void say(String text) {
      said.append(text);
      events.accept(new ModelEvent.TextDelta(0, text));
    }

    public void tell(ModelEvent event) {
      events.accept(event);
    }

    /** The model begins a block of the type. */
    public void begin(String type, String shell) {
      events.accept(new ModelEvent.BlockStarted(0, type, shell));
    }

    public void end(String stop, List<Block> blocks) {
      reply.complete(
          new ModelReply(
              "msg_1",
              request.model(),
              blocks,
              StopReason.of(stop),
              Optional.empty(),
              Optional.empty(),
              Usage.of(100, 10),
              Optional.of("req_1")));
    }

    @Override
    public Future<ModelReply> reply() {
      return reply.future();
    }

    @Override
    public void pause() {
      pauses++;
    }

    @Override
    public void resume() {
      resumes++;
    }

    @Override
    public void cancel() {
      cancelled = true;
      reply.tryFail(
          new ModelException.Cancelled(
              new PartialReply(
                  true,
                  true,
                  List.of(Block.text(said.toString())),
                  Usage.of(100, 1),
                  said.length())));
    }
  }
}
