package dev.headrace.server.wire;

import dev.headrace.engine.Headrace;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.Authenticator;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.pgwire.ServerOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Servers as the command line sets them up. */
public final class Servers {
  /** Not PostgreSQL's 5432, which is often taken where one tries this. */
  public static final int DEFAULT_PORT = 5433;

  private Servers() {}

  /**
   * Serves a database, which stays the caller's.
   *
   * @param port 0 for any free one
   */
  public static PgWireServer start(Headrace database, String host, int port) {
    ServerOptions options = ServerOptions.onLoopback(port).withAddress(address(host));
    return PgWireServer.start(options, Authenticator.TRUST, new EngineBackend(database));
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE, "unknown host " + SqlException.quote(host), e);
    }
  }
}
