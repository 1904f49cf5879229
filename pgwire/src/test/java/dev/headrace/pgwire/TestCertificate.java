package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate for localhost that vouches for itself, made by the JDK's keytool. */
final class TestCertificate {
  static final String PASSWORD = "changeit";

  /** PKCS #12, certificate and key. */
  final Path store;

  /** PEM. */
  final Path certificate;

  /** PEM, PKCS #8. */
  final Path key;

  private TestCertificate(Path directory) {
    this.store = directory.resolve("server.p12");
    this.certificate = directory.resolve("server.crt");
    this.key = directory.resolve("server.key");
  }

  /**
   * Makes one in a directory, in place of one that is there.
   *
   * @param algorithm RSA or EC
   */
  static TestCertificate make(Path directory, String algorithm) throws Exception {
    TestCertificate made = new TestCertificate(directory);
    Files.deleteIfExists(made.store);
    List<String> generate =
        new ArrayList<>(List.of("-genkeypair", "-keyalg", algorithm, "-dname", "CN=localhost"));
    generate.addAll(List.of("-ext", "SAN=dns:localhost,ip:127.0.0.1", "-validity", "2"));
    generate.addAll(List.of("-ext", "BC=ca:true", "-alias", "server"));
    made.keytool(generate);
    made.keytool(
        List.of("-exportcert", "-rfc", "-alias", "server", "-file", made.certificate.toString()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(made.store)) {
      store.load(in, PASSWORD.toCharArray());
    }
    Key key = store.getKey("server", PASSWORD.toCharArray());
    Files.writeString(
        made.key,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    return made;
  }

  private void keytool(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    ClientProgram.Run run =
        ClientProgram.run(java.util.Map.of(), "", command.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.output()).isZero();
  }
}
