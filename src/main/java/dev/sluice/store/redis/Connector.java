package dev.sluice.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes connections that are ready for commands, within the time allowed or not at all. */
final class Connector {
  private static final Pattern VERSION = Pattern.compile("redis_version:(\\d{1,4})\\.(\\d{1,4})");

  private final Vertx vertx;
  private final RedisOptions options;

  Connector(Vertx vertx, RedisOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /** Lives on the calling context, which is that of an event loop. */
  Future<Opened> connect(String name) {
    Redis client = Redis.createClient(vertx, clientOptions(name));
    Promise<Opened> opened = Promise.promise();
    Duration limit = options.config().connectTimeout();
    long timer =
        vertx.setTimer(
            limit.toMillis(),
            _ -> opened.tryFail(new TimeoutException("not connected within " + limit)));
    client
        .connect()
        .compose(Connector::checkVersion)
        .onSuccess(connection -> opened.tryComplete(new Opened(client, connection)))
        .onFailure(opened::tryFail);
    return opened.future().onComplete(_ -> vertx.cancelTimer(timer)).onFailure(_ -> client.close());
  }

  private static Future<RedisConnection> checkVersion(RedisConnection connection) {
    return connection
        .send(Request.cmd(Command.INFO).arg("server"))
        .map(info -> String.valueOf(info))
        // A user that may not ask is let through: the first command will tell.
        .recover(
            cause ->
                RedisFailures.text(cause).startsWith("NOPERM")
                    ? Future.succeededFuture("")
                    : Future.failedFuture(cause))
        .compose(info -> checkVersion(info).map(connection));
  }

  /** What the server says of itself. */
  static Future<Void> checkVersion(String info) {
    Matcher version = VERSION.matcher(info);
    if (version.find()) {
      int major = Integer.parseInt(version.group(1));
      int minor = Integer.parseInt(version.group(2));
      if (major < 6 || (major == 6 && minor < 2)) {
        return Future.failedFuture(new RedisFailures.TooOld(major + "." + minor));
      }
    }
    return Future.succeededFuture();
  }

  private io.vertx.redis.client.RedisOptions clientOptions(String name) {
    return new io.vertx.redis.client.RedisOptions()
        .setConnectionString(options.url().reveal())
        .setNetClientOptions(netOptions())
        // The replies of this version are the same from 6.2 on.
        .setPreferredProtocolVersion(ProtocolVersion.RESP2)
        .setPoolName("redis-" + name)
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setPoolCleanerInterval(-1)
        .setPoolRecycleTimeout(-1)
        .setMaxWaitingHandlers(options.config().maxWaiting() + 16);
  }

  private NetClientOptions netOptions() {
    var net =
        new NetClientOptions()
            .setConnectTimeout(Math.toIntExact(options.config().connectTimeout().toMillis()))
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true);
    if (options.tls()) {
      net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      options
          .caFile()
          .ifPresent(
              file -> net.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    }
    return net;
  }
}
