package dev.sluice.web;

import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network line to a server that can be cut and mended; its own address stays. */
final class CuttableLine implements AutoCloseable {
  private final Vertx vertx = TestVertx.create();
  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private final URI target;
  private final int port;
  private NetServer server;

  CuttableLine(String target) {
    this.target = URI.create(target);
    this.server = listen(0);
    this.port = server.actualPort();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Breaks what is connected, and takes nothing new. */
  void cut() {
    server.close().await();
    open.forEach(NetSocket::close);
  }

  void mend() {
    server = listen(port);
  }

  private NetServer listen(int at) {
    return vertx.createNetServer().connectHandler(this::accept).listen(at, "127.0.0.1").await();
  }

  private void accept(NetSocket near) {
    open.add(near);
    near.pause();
    near.closeHandler(_ -> open.remove(near));
    vertx
        .createNetClient()
        .connect(target.getPort(), target.getHost())
        .onSuccess(far -> join(near, far))
        .onFailure(_ -> near.close());
  }

  private static void join(NetSocket near, NetSocket far) {
    near.closeHandler(_ -> far.close());
    far.closeHandler(_ -> near.close());
    near.handler(far::write);
    far.handler(near::write);
    near.resume();
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
