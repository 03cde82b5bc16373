package dev.sluice.limit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Hands the messages over as they are: they are immutable and stay within the process. */
final class LimiterCodec implements MessageCodec<LimiterMessage, LimiterMessage> {
  static final String NAME = "sluice.limiter";

  /** May be called by everybody who needs it, in any order. */
  static void register(EventBus bus) {
    try {
      bus.registerCodec(new LimiterCodec());
    } catch (IllegalStateException alreadyThere) {
      // One is as good as the other.
    }
  }

  @Override
  public LimiterMessage transform(LimiterMessage message) {
    return message;
  }

  @Override
  public void encodeToWire(Buffer buffer, LimiterMessage message) {
    throw new UnsupportedOperationException("messages of the limiter stay within the process");
  }

  @Override
  public LimiterMessage decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException("messages of the limiter stay within the process");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
