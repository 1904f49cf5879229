package dev.headrace.server.wire;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Users;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.Authenticator;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.pgwire.ScramAuthenticator;
import dev.headrace.pgwire.ServerOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Servers as the command line sets them up. */
public final class Servers {
  /** Not PostgreSQL's 5432, which is often taken where one tries this. */
  public static final int DEFAULT_PORT = 5433;

  private Servers() {}

  /**
   * Serves a database, which stays the caller's, to who is on the same machine.
   *
   * @param port 0 for any free one
   */
  public static PgWireServer start(Headrace database, String host, int port) {
    return start(
        new EngineBackend(database),
        ServerConfiguration.onLoopback(port).withAddress(address(host)));
  }

  /**
   * Serves a database.
   *
   * @throws SqlException if passwords are asked for and nobody has one, or the port is taken
   */
  public static PgWireServer start(EngineBackend backend, ServerConfiguration configuration) {
    OpeningBackend opened = new OpeningBackend();
    opened.opened(backend, configuration);
    return listen(opened, configuration);
  }

  /**
   * Serves a database from the moment when it is opened; who comes earlier is told so.
   *
   * @throws SqlException if the port is taken
   */
  public static PgWireServer listen(OpeningBackend backend, ServerConfiguration configuration) {
    ServerOptions defaults = ServerOptions.onLoopback(configuration.port());
    ServerOptions options =
        new ServerOptions(
            configuration.address(),
            configuration.port(),
            configuration.maxConnections(),
            defaults.maxMessageBytes(),
            defaults.startupTimeout(),
            configuration.writeTimeout(),
            defaults.clientCheckInterval(),
            configuration.tls(),
            configuration.tlsRequired());
    return PgWireServer.start(options, backend, backend);
  }

  static Authenticator authenticator(
      ServerConfiguration.Authentication authentication, Users users) {
    return switch (authentication) {
      case TRUST -> Authenticator.TRUST;
      case SCRAM -> {
        if (!users.hasSuperuser()) {
          throw new SqlException(
                  ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
                  "nobody could log in: no superuser has a password")
              .withHint("Set HEADRACE_PASSWORD, or use --password-file.");
        }
        yield new ScramAuthenticator(users::verifier);
      }
    };
  }

  /** The address of a host. */
  public static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE, "unknown host " + SqlException.quote(host), e);
    }
  }
}
