package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import dev.headrace.model.security.ScramVerifier;
import dev.headrace.pgwire.tls.Tls;
import java.io.DataInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption, and passwords bound to it. */
final class TlsTest {
  @TempDir private Path directory;
  private TestCertificate certificate;
  private final FakeBackend backend = new FakeBackend();
  private PgWireServer server;

  private PgWireServer start(Tls tls, boolean required) {
    ServerOptions options = ServerOptions.onLoopback(0);
    ScramVerifier verifier = ScramVerifier.of("sesame");
    return PgWireServer.start(
        options
            .withTls(tls, required)
            .withTimeouts(Duration.ofSeconds(5), Duration.ZERO, Duration.ofMillis(20)),
        new ScramAuthenticator(_ -> Optional.of(verifier)),
        backend);
  }

  @BeforeEach
  void start() throws Exception {
    certificate = TestCertificate.make(directory, "EC");
    server = start(Tls.ofPem(certificate.certificate, certificate.key), true);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    backend.awaitAllClosed();
  }

  private ClientProgram.Run psql(Map<String, String> environment, String sql) throws Exception {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.put("PGPASSWORD", "sesame");
    return ClientProgram.run(
        all,
        "",
        ClientProgram.command(
            ClientProgram.require("psql", "apt-get install postgresql-client"),
            "-XAtw",
            "-d",
            "postgresql://ada@localhost:" + server.port() + "/d",
            "-c",
            sql));
  }

  @Test
  void psqlVerifiesTheServerAndBindsItsPasswordToIt() throws Exception {
    Map<String, String> environment =
        Map.of(
            "PGSSLMODE", "verify-full",
            "PGSSLROOTCERT", certificate.certificate.toString(),
            "PGCHANNELBINDING", "require");
    assertThat(psql(environment, "SELECT 1")).isEqualTo(new ClientProgram.Run(0, "1\n"));
    // more than one TLS record
    assertThat(psql(environment, "SERIES 20000").output().lines()).hasSize(20_000);
    // a password that is not bound
    assertThat(psql(Map.of("PGSSLMODE", "require", "PGCHANNELBINDING", "disable"), "SELECT 1"))
        .isEqualTo(new ClientProgram.Run(0, "1\n"));
  }

  @Test
  void aClientThatTrustsAnotherCertificateGoesAway() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    ClientProgram.Run run =
        psql(
            Map.of(
                "PGSSLMODE",
                "verify-full",
                "PGSSLROOTCERT",
                TestCertificate.make(other, "EC").certificate.toString()),
            "SELECT 1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("certificate verify failed");
  }

  @Test
  void aClientThatDoesNotEncryptIsRefused() throws Exception {
    ClientProgram.Run run = psql(Map.of("PGSSLMODE", "disable"), "SELECT 1");
    assertThat(run.output()).contains("FATAL:  this server accepts encrypted connections only");
  }

  @Test
  void pgjdbcVerifiesTheServer() throws Exception {
    try (Connection connection = jdbc("verify-full");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT 1")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isEqualTo(1);
    }
    assertThatThrownBy(() -> jdbc("disable"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
  }

  private Connection jdbc(String mode) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "ada");
    properties.setProperty("password", "sesame");
    properties.setProperty("sslmode", mode);
    properties.setProperty("sslrootcert", certificate.certificate.toString());
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + server.port() + "/d", properties);
  }

  @Test
  void rsaAndPkcs12DoToo() throws Exception {
    server.close();
    TestCertificate rsa = TestCertificate.make(directory, "RSA");
    server = start(Tls.ofPkcs12(rsa.store, TestCertificate.PASSWORD.toCharArray()), true);
    assertThat(
            psql(
                Map.of(
                    "PGSSLMODE", "verify-full",
                    "PGSSLROOTCERT", rsa.certificate.toString(),
                    "PGCHANNELBINDING", "require"),
                "SELECT 1"))
        .isEqualTo(new ClientProgram.Run(0, "1\n"));
  }

  @Test
  void cancellingAndShuttingDownReachAnEncryptedSession() throws Exception {
    try (Connection connection = jdbc("verify-full");
        Statement statement = connection.createStatement()) {
      Thread canceller = whileRunning(statement::cancel);
      assertThatThrownBy(() -> statement.execute("SLEEP"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      canceller.join();
      // a client that waits for an answer: one that wrote after the end would find it broken
      Thread closer = whileRunning(server::close);
      assertThatThrownBy(() -> statement.execute("SLEEP"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
      closer.join();
    }
  }

  private interface Action {
    void run() throws SQLException;
  }

  private Thread whileRunning(Action action) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                ServerTestBase.await(
                    "the statement runs", () -> backend.connections.getLast().isRunning());
                action.run();
              } catch (SQLException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
  }

  private SSLSocket direct(String... protocols) throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate.certificate)) {
      Certificate read = factory.generateCertificate(in);
      trusted.setCertificateEntry("server", read);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void encryptionMayBeginWithoutAsking() throws Exception {
    try (SSLSocket socket = direct("postgresql")) {
      socket.startHandshake();
      socket
          .getOutputStream()
          .write(new byte[] {0, 0, 0, 18, 0, 3, 0, 0, 'u', 's', 'e', 'r', 0, 'a', 'd', 'a', 0, 0});
      DataInputStream in = new DataInputStream(socket.getInputStream());
      assertThat((char) in.readByte()).isEqualTo('R');
      assertThat(in.readNBytes(8)).endsWith(0, 0, 0, 10);
    }
  }

  @Test
  void whoBeginsSoHasToNameTheProtocol() throws Exception {
    try (SSLSocket socket = direct()) {
      socket.startHandshake();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      assertThat((char) in.readByte()).isEqualTo('E');
    }
    try (SSLSocket socket = direct("http/1.1")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void bytesBetweenTheRequestAndTheHandshakeAreRefused() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.bytes(
          (byte) 0,
          (byte) 0,
          (byte) 0,
          (byte) 8,
          (byte) 4,
          (byte) 0xd2,
          (byte) 0x16,
          (byte) 0x2f,
          (byte) 'X');
      assertThat(client.readToEnd().getLast().fields())
          .containsEntry('M', "received unencrypted data after SSL request");
    }
  }

  @Test
  void whatIsNoHandshakeEndsTheConnection() throws Exception {
    try (Socket socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0, 2, 1, 1});
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
    assertThat(backend.connections).isEmpty();
  }

  @Test
  void aChangedCertificateIsUsedFromThenOn() throws Exception {
    Map<String, String> environment =
        Map.of("PGSSLMODE", "verify-full", "PGSSLROOTCERT", certificate.certificate.toString());
    Files.writeString(certificate.key, "rubbish");
    Files.setLastModifiedTime(certificate.key, FileTime.fromMillis(1_000_000));
    Thread.sleep(1_100);
    assertThat(psql(environment, "SELECT 1").output()).as("the old one stays").isEqualTo("1\n");
    certificate = TestCertificate.make(directory, "EC");
    Thread.sleep(1_100);
    assertThat(psql(environment, "SELECT 1").output()).isEqualTo("1\n");
  }

  @Test
  void filesThatAreOfNoUseAreRefusedAtTheStart() throws Exception {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> Tls.ofPem(missing, certificate.key))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("cannot use the certificate of " + missing);
    assertThatThrownBy(() -> Tls.ofPem(certificate.certificate, certificate.certificate))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("no private key in PEM");
    Path encrypted =
        Files.writeString(
            directory.resolve("e.key"),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
    assertThatThrownBy(() -> Tls.ofPem(certificate.certificate, encrypted))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("openssl pkcs8");
    assertThatThrownBy(() -> Tls.ofPkcs12(certificate.store, "wrong".toCharArray()))
        .isInstanceOf(SqlException.class);
  }
}
