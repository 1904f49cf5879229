package dev.headrace.server.command;

import dev.headrace.engine.Headrace;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.tls.Tls;
import dev.headrace.server.wire.ServerConfiguration;
import dev.headrace.server.wire.ServerConfiguration.Authentication;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Who may connect to a server, and how. Secrets come from the environment or from files, because
 * everybody on a machine can read the command lines of its processes.
 */
final class SecurityOptions {
  private static final String PASSWORD = "HEADRACE_PASSWORD";
  private static final String TLS_PASSWORD = "HEADRACE_TLS_PASSWORD";

  @Option(
      names = "--auth",
      paramLabel = "trust|scram",
      description = {
        "How clients show who they are: not at all, or by a password (SCRAM-SHA-256).",
        "Default: trust on the loopback address, scram on any other."
      })
  private @Nullable Authentication authentication;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description =
          "Superuser that is created with the initial password; default ${DEFAULT-VALUE}.",
      defaultValue = "headrace")
  private String user = "headrace";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File whose first line is the initial password; default $" + PASSWORD + ".")
  private @Nullable Path passwordFile;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = {
        "Encrypt for clients that ask for it: the certificate and those that vouch for it, in PEM;",
        "or a PKCS #12 file (.p12, .pfx) with the key, whose password is $" + TLS_PASSWORD + "."
      })
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "The private key, in PEM.")
  private @Nullable Path key;

  @Option(names = "--tls-required", description = "Refuse clients that do not encrypt.")
  private boolean tlsRequired;

  /** Adds what was asked for to a configuration. */
  ServerConfiguration apply(ServerConfiguration configuration) {
    Authentication method =
        authentication == null ? defaultFor(configuration.address()) : authentication;
    ServerConfiguration result = configuration.withAuthentication(method);
    if (certificate == null) {
      if (key != null || tlsRequired) {
        throw invalid("--tls-key and --tls-required need --tls-cert");
      }
      return result;
    }
    return result.withTls(tls(certificate), tlsRequired);
  }

  private static Authentication defaultFor(InetAddress address) {
    return address.isLoopbackAddress() ? Authentication.TRUST : Authentication.SCRAM;
  }

  private Tls tls(Path file) {
    String name = file.toString();
    if (name.endsWith(".p12") || name.endsWith(".pfx")) {
      if (key != null) {
        throw invalid("a PKCS #12 file has its key in it: --tls-key is one too many");
      }
      String password = System.getenv(TLS_PASSWORD);
      return Tls.ofPkcs12(file, password == null ? new char[0] : password.toCharArray());
    }
    if (key == null) {
      throw invalid("--tls-cert needs --tls-key");
    }
    return Tls.ofPem(file, key);
  }

  /** Creates the superuser, if there is a password for it and it is not there yet. */
  void createSuperuser(Headrace database) {
    password().ifPresent(password -> database.users().createSuperuser(user, password));
  }

  private Optional<String> password() {
    if (passwordFile == null) {
      return Optional.ofNullable(System.getenv(PASSWORD)).filter(text -> !text.isEmpty());
    }
    try {
      String line = Files.readString(passwordFile).lines().findFirst().orElse("");
      if (line.isEmpty()) {
        throw invalid("no password in the first line of " + passwordFile);
      }
      return Optional.of(line);
    } catch (IOException e) {
      throw new SqlException(ErrorCode.IO_ERROR, "cannot read " + passwordFile, e);
    }
  }

  private static SqlException invalid(String message) {
    return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }
}
