package dev.sluice.store.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the pool of connections, each with its time-outs set on the server's side. */
record Dialling(PostgresUrl url, PostgresConfig config) {
  /** A process that stalls in the middle of a transaction keeps its rows from others so long. */
  private static final long IDLE_IN_TRANSACTION_MILLIS = 10_000;

  private static final int STATEMENTS_KEPT = 128;
  private static final int LONGEST_STATEMENT_KEPT = 4096;

  Pool pool(Vertx vertx) {
    return ClientBuilder.pool(new TunedDriver())
        .with(poolOptions())
        .with(netOptions())
        .connectingTo(connectOptions())
        .using(vertx)
        .build();
  }

  private PoolOptions poolOptions() {
    return new PoolOptions()
        .setMaxSize(config.poolSize())
        .setMaxWaitQueueSize(config.maxWaiting())
        .setConnectionTimeout((int) config.acquireTimeout().toMillis())
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /**
   * The idle time-out is also the last guard of a statement that is never answered: it closes the
   * socket under it.
   */
  private NetClientOptions netOptions() {
    int idle = (int) config.idleTimeout().toMillis();
    return new NetClientOptions()
        .setConnectTimeout((int) config.connectTimeout().toMillis())
        .setTcpKeepAlive(true)
        .setTcpNoDelay(true)
        .setTcpUserTimeout(idle)
        .setIdleTimeout(idle)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private PgConnectOptions connectOptions() {
    var options = new PgConnectOptions();
    url.password().ifPresent(options::setPassword);
    return options
        .setHost(url.host())
        .setPort(url.port())
        .setDatabase(url.database())
        .setUser(url.user())
        .setProperties(properties())
        .setSslMode(url.sslMode())
        .setSslOptions(sslOptions())
        // One statement at a time on a connection: a pooler between may not keep them in order.
        .setPipeliningLimit(1)
        .setUseLayer7Proxy(config.behindPooler())
        .setCachePreparedStatements(!config.behindPooler())
        .setPreparedStatementCacheMaxSize(STATEMENTS_KEPT)
        .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT_KEPT);
  }

  /** A pooler knows none of the time-outs: there they belong to the role (ALTER ROLE … SET). */
  private Map<String, String> properties() {
    var properties = new HashMap<String, String>();
    properties.put("application_name", url.applicationName());
    url.schema().ifPresent(schema -> properties.put("search_path", schema));
    if (!config.behindPooler()) {
      properties.put("statement_timeout", Long.toString(config.statementTimeout().toMillis()));
      properties.put("lock_timeout", Long.toString(config.lockTimeout().toMillis()));
      properties.put(
          "idle_in_transaction_session_timeout", Long.toString(IDLE_IN_TRANSACTION_MILLIS));
      properties.put("default_transaction_isolation", "read committed");
    }
    return properties;
  }

  /**
   * As the server's own clients mean the modes: below verify-ca the certificate does not matter.
   */
  private ClientSSLOptions sslOptions() {
    boolean verifies = url.sslMode() == SslMode.VERIFY_CA || url.sslMode() == SslMode.VERIFY_FULL;
    var options = new ClientSSLOptions();
    if (url.sslMode() == SslMode.VERIFY_FULL) {
      options.setHostnameVerificationAlgorithm("HTTPS");
    }
    if (!verifies && url.rootCertificate().isEmpty()) {
      return options.setTrustAll(true);
    }
    return options.setTrustOptions(
        url.rootCertificate()
            .<TrustOptions>map(pem -> new PemTrustOptions().addCertPath(pem.toString()))
            .orElseGet(Dialling::authoritiesOfTheJvm));
  }

  private static TrustOptions authoritiesOfTheJvm() {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      @Nullable KeyStore itsOwn = null;
      factory.init(itsOwn);
      return TrustOptions.wrap(factory);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM has no certificate authorities", e);
    }
  }
}
