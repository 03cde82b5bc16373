package dev.sluice.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.run.StoreException;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords and encryption against a server that demands both. */
@Timeout(120)
class SecurityTest {
  private static final String USER = "tls_only:p%40ss%2Fw%3Ard+1";

  @TempDir static Path folder;
  private static Vertx vertx;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    vertx = TestVertx.create();
    Path store = makeKey();
    server =
        PostgresServer.customized(
            builder ->
                builder
                    .setServerConfig("ssl", "on")
                    .setDataDirectoryCustomizer(data -> prepare(data.toPath(), store)));
    var sql = new Sql(vertx, PostgresUrl.parse(PostgresServer.url(server)));
    sql.run("CREATE ROLE tls_only LOGIN SUPERUSER PASSWORD 'p@ss/w:rd+1'");
    sql.close();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    vertx.close().await();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefer", "require"})
  void encryptsWithoutKnowingTheServer(String mode) {
    open(USER, "localhost", "?sslmode=" + mode);
  }

  @Test
  void knowsTheServerByItsCertificate() {
    open(USER, "localhost", "?sslmode=verify-full&sslrootcert=" + certificate());
    open(USER, "127.0.0.1", "?sslmode=verify-ca&sslrootcert=" + certificate());
  }

  @Test
  void refusesAServerOfAnotherName() {
    refuses(USER, "127.0.0.1", "?sslmode=verify-full&sslrootcert=" + certificate());
  }

  @Test
  void refusesAServerThatNobodyVouchesFor() {
    refuses(USER, "localhost", "?sslmode=verify-full");
    refuses(USER, "localhost", "?sslmode=verify-ca");
  }

  @Test
  void isRefusedWithoutEncryptionOrWithTheWrongPassword() {
    refuses(USER, "localhost", "?sslmode=disable");
    refuses("tls_only:the-wrong-one", "localhost", "?sslmode=require");
  }

  private static void open(String user, String host, String parameters) {
    PostgresStore.open(
            vertx, url(user, host, parameters), Configs.impatient(2, 10), new FakeEventLog())
        .compose(PostgresStore::close)
        .await();
  }

  private static void refuses(String user, String host, String parameters) {
    assertThatThrownBy(() -> open(user, host, parameters))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("tls_only@" + host)
        .hasMessageNotContainingAny("p@ss", "the-wrong-one");
  }

  private static PostgresUrl url(String user, String host, String parameters) {
    return PostgresUrl.parse(
        "postgresql://" + user + "@" + host + ":" + server.getPort() + "/postgres" + parameters);
  }

  private static Path certificate() {
    return folder.resolve("server.crt");
  }

  private static Path makeKey() throws IOException, InterruptedException {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    return store;
  }

  /** Gives the server its key, and lets the role in with a password over TLS only. */
  private static void prepare(Path data, Path store) {
    try (var in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, "changeit".toCharArray());
      Path key = data.resolve("server.key");
      Files.writeString(
          key, pem("PRIVATE KEY", keys.getKey("server", "changeit".toCharArray()).getEncoded()));
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      String crt = pem("CERTIFICATE", keys.getCertificate("server").getEncoded());
      Files.writeString(data.resolve("server.crt"), crt);
      Files.writeString(certificate(), crt);
      Files.writeString(
          data.resolve("pg_hba.conf"),
          """
          hostssl all tls_only all scram-sha-256
          hostnossl all tls_only all reject
          host all all all trust
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }
}
