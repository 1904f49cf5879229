package dev.headrace.server.wire;

import dev.headrace.pgwire.tls.Tls;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a database is served.
 *
 * @param address where to listen
 * @param port 0 for any free one
 * @param authentication how clients show who they are
 * @param maxConnections sessions at one time
 * @param writeTimeout how long a client may leave its answers lying; zero for ever
 * @param tls certificate and key, or null for no encryption
 * @param tlsRequired whether clients that do not encrypt are refused
 */
public record ServerConfiguration(
    InetAddress address,
    int port,
    Authentication authentication,
    int maxConnections,
    Duration writeTimeout,
    @Nullable Tls tls,
    boolean tlsRequired) {
  /** How clients show who they are. */
  public enum Authentication {
    /** Not at all: everybody who reaches the port may be anybody. */
    TRUST,
    /** By a password, with SCRAM-SHA-256. */
    SCRAM
  }

  /** For who is on the same machine, without passwords. */
  public static ServerConfiguration onLoopback(int port) {
    return new ServerConfiguration(
        InetAddress.getLoopbackAddress(),
        port,
        Authentication.TRUST,
        1_000,
        Duration.ZERO,
        null,
        false);
  }

  public ServerConfiguration withAddress(InetAddress other) {
    return new ServerConfiguration(
        other, port, authentication, maxConnections, writeTimeout, tls, tlsRequired);
  }

  public ServerConfiguration withAuthentication(Authentication other) {
    return new ServerConfiguration(
        address, port, other, maxConnections, writeTimeout, tls, tlsRequired);
  }

  /** With other limits, in the order of the record's components. */
  public ServerConfiguration withLimits(int connections, Duration write) {
    return new ServerConfiguration(
        address, port, authentication, connections, write, tls, tlsRequired);
  }

  /** With encryption for those who ask for it, or required of all. */
  public ServerConfiguration withTls(Tls certificate, boolean required) {
    return new ServerConfiguration(
        address, port, authentication, maxConnections, writeTimeout, certificate, required);
  }
}
