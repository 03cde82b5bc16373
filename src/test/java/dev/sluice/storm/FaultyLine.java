package dev.sluice.storm;

import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network line to a server, whose faults can be switched while it is in use. */
final class FaultyLine implements AutoCloseable {
  private static final String SLOW_HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-padding: never-ending";
  private static final long DRIBBLE_MILLIS = 150;

  private final Vertx vertx = TestVertx.create();
  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private final URI target;
  private final NetServer server;
  private volatile Mode mode = Mode.SOUND;

  /** What the line does with connections that are made, and with those that there are. */
  enum Mode {
    SOUND,
    /** Takes what it is given; nothing comes back, and nobody is told. */
    HALF_OPEN,
    /** The head of the answer comes byte by byte and never ends. */
    SLOW_HEAD,
    /** Breaks every connection. */
    BROKEN
  }

  FaultyLine(String target) {
    this.target = URI.create(target);
    this.server =
        vertx.createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1").await();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Connections of the other mode are gone, except that a half-open line keeps them, silent. */
  void become(Mode next) {
    mode = next;
    if (next != Mode.HALF_OPEN) {
      open.forEach(NetSocket::close);
    }
  }

  private void accept(NetSocket near) {
    open.add(near);
    near.closeHandler(closed -> open.remove(near));
    switch (mode) {
      case SOUND -> join(near);
      case HALF_OPEN -> near.handler(swallowed -> {});
      case SLOW_HEAD -> near.handler(request -> dribble(near));
      case BROKEN -> near.close();
    }
  }

  private void join(NetSocket near) {
    near.pause();
    vertx
        .createNetClient()
        .connect(target.getPort(), target.getHost())
        .onSuccess(
            far -> {
              near.closeHandler(
                  closed -> {
                    open.remove(near);
                    far.close();
                  });
              far.closeHandler(closed -> closeUnlessSilent(near));
              near.handler(data -> pass(far, data));
              far.handler(data -> pass(near, data));
              near.resume();
            })
        .onFailure(cause -> near.close());
  }

  private void pass(NetSocket to, Buffer data) {
    if (mode != Mode.HALF_OPEN) {
      to.write(data);
    }
  }

  private void closeUnlessSilent(NetSocket near) {
    if (mode != Mode.HALF_OPEN) {
      near.close();
    }
  }

  private void dribble(NetSocket near) {
    near.handler(more -> {});
    var at = new int[1];
    long timer =
        vertx.setPeriodic(
            DRIBBLE_MILLIS,
            tick -> near.write(String.valueOf(SLOW_HEAD.charAt(at[0]++ % SLOW_HEAD.length()))));
    near.closeHandler(
        closed -> {
          open.remove(near);
          vertx.cancelTimer(timer);
        });
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
