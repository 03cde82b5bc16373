package dev.sluice.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy before a real server that goes wrong on demand: it keeps an answer back, cuts a
 * request off, falls silent, or refuses.
 */
public final class CuttableProxy {
  private final String upstreamHost;
  private final int upstreamPort;
  private final NetServer server;
  private final NetClient client;
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean silent;
  private volatile boolean refusing;

  private record Cut(String marker, boolean delivered) {}

  private CuttableProxy(Vertx vertx, String upstreamHost, int upstreamPort) {
    this.upstreamHost = upstreamHost;
    this.upstreamPort = upstreamPort;
    this.server = vertx.createNetServer();
    this.client = vertx.createNetClient();
  }

  /** In front of a real server. */
  public static CuttableProxy before(Vertx vertx, String upstreamHost, int upstreamPort) {
    var proxy = new CuttableProxy(vertx, upstreamHost, upstreamPort);
    proxy.server.connectHandler(proxy::connected).listen(0, "127.0.0.1").await();
    return proxy;
  }

  public int port() {
    return server.actualPort();
  }

  /** The next request with the text in it is done, and its answer is lost with the connection. */
  public void loseAnswerTo(String marker) {
    next.set(new Cut(marker, true));
  }

  /** The connection ends in place of the next request with the text in it. */
  public void loseRequest(String marker) {
    next.set(new Cut(marker, false));
  }

  /** How many connections were cut because of a request. */
  public int cuts() {
    return cuts.get();
  }

  /** While silent, connections are taken and nothing passes on any of them. */
  public void setSilent(boolean silent) {
    this.silent = silent;
  }

  /** While refusing, no connection lives. */
  public void setRefusing(boolean refusing) {
    this.refusing = refusing;
    if (refusing) {
      pairs.forEach(Pair::close);
    }
  }

  public void close() {
    server.close().await();
    client.close().await();
  }

  private void connected(NetSocket downstream) {
    if (refusing) {
      downstream.close();
      return;
    }
    downstream.pause();
    client
        .connect(upstreamPort, upstreamHost)
        .onFailure(_ -> downstream.close())
        .onSuccess(upstream -> new Pair(downstream, upstream).join());
  }

  /** One connection on both its sides; both handlers run on the same event loop. */
  private final class Pair {
    private final NetSocket downstream;
    private final NetSocket upstream;
    private boolean losing;

    Pair(NetSocket downstream, NetSocket upstream) {
      this.downstream = downstream;
      this.upstream = upstream;
    }

    void join() {
      pairs.add(this);
      downstream.handler(this::request).closeHandler(_ -> close());
      upstream.handler(this::answer).closeHandler(_ -> close());
      downstream.resume();
    }

    void close() {
      pairs.remove(this);
      downstream.close();
      upstream.close();
    }

    private void request(Buffer bytes) {
      Cut cut = next.get();
      boolean hit =
          cut != null && bytes.toString(StandardCharsets.ISO_8859_1).contains(cut.marker());
      if (hit && next.compareAndSet(cut, null)) {
        cuts.incrementAndGet();
        losing = true;
      }
      if (losing && hit && cut != null && !cut.delivered()) {
        close();
      } else if (!silent) {
        upstream.write(bytes);
      }
    }

    private void answer(Buffer bytes) {
      if (losing) {
        close();
      } else if (!silent) {
        downstream.write(bytes);
      }
    }
  }
}
