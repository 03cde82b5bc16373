package dev.sluice.store.postgres;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a server is one that the store can rely on. */
final class ServerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);
  private static final int OLDEST = 140000;

  private record Server(int version, String encoding, boolean standby, boolean durable) {}

  private ServerCheck() {}

  static Future<Void> check(Session session) {
    return session
        .first(
            """
            SELECT current_setting('server_version_num')::integer AS version,
              current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby,
              current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'
                AND current_setting('full_page_writes') = 'on' AS durable
            """,
            row ->
                new Server(
                    row.small("version"),
                    row.text("encoding"),
                    row.flag("standby"),
                    row.flag("durable")))
        .compose(server -> judge(server.orElseThrow()));
  }

  private static Future<Void> judge(Server server) {
    if (server.version() < OLDEST) {
      return refuse("the server is Postgres " + server.version() / 10000 + ": use 14 or newer");
    }
    if (!server.encoding().equals("UTF8")) {
      return refuse("the database is in " + server.encoding() + ": make one in UTF8");
    }
    if (server.standby()) {
      return refuse("the server is a standby that takes no writes: name the primary");
    }
    if (!server.durable()) {
      LOG.warn(
          "Postgres may lose what it has committed: turn fsync, synchronous_commit and"
              + " full_page_writes on");
    }
    return Future.succeededFuture();
  }

  private static <T> Future<T> refuse(String why) {
    return Future.failedFuture(new StoreException(Kind.UNAVAILABLE, why));
  }
}
