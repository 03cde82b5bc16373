package dev.sluice.tool.builtin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Names to addresses. Never blocks. */
@FunctionalInterface
public interface HostResolver {

  /** Every address of the name, best first; fails when there is none. */
  Future<List<InetAddress>> resolve(String host);

  /** The resolver that the HTTP clients of this Vert.x use, hosts file and all. */
  static HostResolver of(Vertx vertx) {
    var resolver = ((VertxInternal) vertx).nameResolver();
    return host -> {
      Promise<List<InetSocketAddress>> found = Promise.promise();
      resolver.resolveAll(host, found::handle);
      return found
          .future()
          .map(all -> all.stream().map(InetSocketAddress::getAddress).distinct().toList());
    };
  }
}
