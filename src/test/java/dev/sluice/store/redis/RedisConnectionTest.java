package dev.sluice.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.run.StoreException;
import dev.sluice.store.ManualClock;
import dev.sluice.testing.RedisProcess;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a store gets into a server that does not let everybody in. */
@Timeout(60)
class RedisConnectionTest {
  private final Vertx vertx = TestVertx.create();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void bringsItsPassword() throws Exception {
    try (var server = new RedisProcess("--requirepass", "s3cret/with@all")) {
      String url = server.url().replace("//", "//:s3cret%2Fwith%40all@");
      RedisStore store = open(url, UnaryOperator.identity());
      store.check().await();
      store.close().await();
    }
  }

  @Test
  void doesNotOpenWithAWrongPasswordOrNone() throws Exception {
    try (var server = new RedisProcess("--requirepass", "s3cret")) {
      refused(server.url().replace("//", "//:wr0ng@"));
      refused(server.url());
    }
  }

  @Test
  void usesTheDatabaseOfTheAddress() throws Exception {
    try (var server = new RedisProcess()) {
      RedisStore store = open(server.url() + "/3", UnaryOperator.identity());
      store.check().await();
      refused(server.url() + "/9999");
      store.close().await();
    }
  }

  @Test
  void speaksTlsWithAServerThatItTrusts() throws Exception {
    try (var server = new RedisProcess()) {
      var certificate = SelfSignedCertificate.create("localhost");
      NetServer proxy = tlsBefore(server, certificate);
      String url = "rediss://localhost:" + proxy.actualPort();
      RedisStore store =
          open(
              url,
              config -> RedisSettings.withCaFile(config, Path.of(certificate.certificatePath())));
      store.check().await();
      store.close().await();
      RedisStore distrustful = open(url, UnaryOperator.identity());
      assertThatThrownBy(() -> distrustful.check().await()).isInstanceOf(StoreException.class);
      distrustful.close().await();
      certificate.delete();
    }
  }

  @Test
  void needsRedisSixTwo() {
    assertThat(Connector.checkVersion("redis_version:6.2.0\r\n").succeeded()).isTrue();
    assertThat(Connector.checkVersion("# Server\r\nredis_version:7.0.15\r\n").succeeded()).isTrue();
    assertThat(Connector.checkVersion("redis_version:10.0.1\r\n").succeeded()).isTrue();
    assertThat(Connector.checkVersion("").succeeded()).isTrue();
    assertThat(Connector.checkVersion("redis_version:6.0.16\r\n").cause())
        .hasMessageContaining("6.0 is too old");
    assertThat(Connector.checkVersion("redis_version:5.0.14\r\n").failed()).isTrue();
  }

  @Test
  void findsFaultWithAddressesWithoutRepeatingThem() {
    assertThat(RedisAddress.problem("redis://:pw@inside:6379/1")).isEmpty();
    assertThat(RedisAddress.problem("rediss://inside")).isEmpty();
    assertThat(RedisAddress.problem("http://inside")).hasValueSatisfying(this::saysNothing);
    assertThat(RedisAddress.problem("redis://:p#w@inside")).hasValueSatisfying(this::saysNothing);
    assertThat(RedisAddress.problem("redis://:p w@inside")).hasValueSatisfying(this::saysNothing);
    assertThat(RedisAddress.problem("redis://inside:99999")).hasValueSatisfying(this::saysNothing);
    assertThat(RedisAddress.problem("redis://inside/db")).hasValueSatisfying(this::saysNothing);
  }

  @Test
  void doesNotOpenWithoutItsCertificates() {
    assertThatThrownBy(
            () ->
                open(
                    "rediss://127.0.0.1:1",
                    config -> RedisSettings.withCaFile(config, Path.of("no-such-file.pem"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no-such-file.pem");
  }

  private void saysNothing(String problem) {
    assertThat(problem).doesNotContain("inside").doesNotContain("p#w").doesNotContain("p w");
  }

  private void refused(String url) {
    assertThatThrownBy(() -> open(url, UnaryOperator.identity()))
        .isInstanceOf(StoreException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wr0ng"));
  }

  private RedisStore open(String url, UnaryOperator<RedisConfig> change) {
    RedisOptions options =
        OpenRedis.options(
            url,
            "connection",
            "pod-1",
            config ->
                change.apply(
                    RedisSettings.withTimeouts(
                        config, Duration.ofSeconds(5), Duration.ofSeconds(5))));
    return RedisStore.open(vertx, options, new ManualClock()).await();
  }

  private NetServer tlsBefore(RedisProcess server, SelfSignedCertificate certificate) {
    var options =
        new NetServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setKeyCertOptions(certificate.keyCertOptions());
    return vertx
        .createNetServer(options)
        .connectHandler(socket -> join(socket, server.port()))
        .listen()
        .await();
  }

  private void join(NetSocket outside, int port) {
    outside.pause();
    vertx
        .createNetClient()
        .connect(port, "127.0.0.1")
        .onFailure(_ -> outside.close())
        .onSuccess(
            inside -> {
              inside.handler(outside::write).closeHandler(_ -> outside.close());
              outside.handler(inside::write).closeHandler(_ -> inside.close()).resume();
            });
  }
}
