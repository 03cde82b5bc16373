package dev.sluice.store.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.spi.ConnectionFactory;

/**
 * Gives connections the time-outs that were asked for: the driver of Vert.x 5.0 drops the options
 * of the transport, and a connection to a silent server would live for ever.
 */
final class TunedDriver extends PgDriver {

  @Override
  public ConnectionFactory<PgConnectOptions> createConnectionFactory(
      Vertx vertx, NetClientOptions transport) {
    return super.createConnectionFactory(
        new Transport((VertxInternal) vertx, transport), transport);
  }

  private static final class Transport extends VertxWrapper {
    private final NetClientOptions transport;

    Transport(VertxInternal vertx, NetClientOptions transport) {
      super(vertx);
      this.transport = transport;
    }

    @Override
    public NetClient createNetClient(NetClientOptions options) {
      return super.createNetClient(
          new NetClientOptions(transport).setReconnectAttempts(options.getReconnectAttempts()));
    }
  }
}
