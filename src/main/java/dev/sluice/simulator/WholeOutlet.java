package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.ApiError;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.MessageAssembler;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** Collects a reply and answers with the whole message at its end. */
final class WholeOutlet implements Outlet {
  private final Exchange exchange;
  private final Meter meter;
  private final MessageAssembler message = new MessageAssembler();
  private ObjectNode error = Json.object();

  WholeOutlet(Exchange exchange, Meter meter) {
    this.exchange = exchange;
    this.meter = meter;
  }

  @Override
  public boolean gone() {
    return exchange.over();
  }

  @Override
  public boolean full() {
    return false;
  }

  @Override
  public void whenDrained(Runnable resume) {
    resume.run();
  }

  @Override
  public void event(Frame.Event event) {
    meter.generated(event.name(), event.usage());
    exchange.used(event.usage());
    if (event.name().equals("error")) {
      error = event.data();
    }
    message.accept(event.data());
  }

  @Override
  public void silence(Frame.Silence silence) {
    meter.generated("silence", silence.usage());
    exchange.used(silence.usage());
  }

  // Bytes between events have no place in a single JSON body.
  @Override
  public void raw(String text) {}

  @Override
  public void rest() {}

  @Override
  public void finish(Ending ending, boolean billed) {
    if (!billed) {
      exchange.costsNothing();
    }
    switch (ending) {
      case COMPLETE -> exchange.answer(200, message.message());
      case ERROR -> exchange.refuse(failure());
      case CUT -> half();
      case RESET -> exchange.reset(Outcome.RESET);
      case STALL -> exchange.stalled();
    }
  }

  private ApiError failure() {
    String type = error.path("error").path("type").asText();
    String text = error.path("error").path("message").asText();
    return new ApiError(ApiError.statusOf(type), type, text, null, Map.of());
  }

  // Half a body of which the whole length was promised.
  private void half() {
    Buffer body = Buffer.buffer(Json.compact(message.message()));
    exchange.response().putHeader("content-type", "application/json");
    exchange.response().putHeader("content-length", Integer.toString(body.length()));
    exchange.write(body.getBuffer(0, body.length() / 2));
    exchange.reset(Outcome.CUT);
  }
}
