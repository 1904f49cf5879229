package dev.headrace.pgwire;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link PgWireServer} listens and what it allows.
 *
 * @param address where to listen
 * @param port port to listen on; 0 for any free one
 * @param maxConnections sessions at one time; a client beyond that gets {@code 53300}
 * @param maxMessageBytes longest message a client may send
 * @param startupTimeout how long a client may take to start up and authenticate
 * @param idleTimeout how long a session may wait for its client; zero for ever
 * @param clientCheckInterval how soon a session that is busy notices that its client is gone, and
 *     how exactly the two timeouts are kept
 */
public record ServerOptions(
    InetAddress address,
    int port,
    int maxConnections,
    int maxMessageBytes,
    Duration startupTimeout,
    Duration idleTimeout,
    Duration clientCheckInterval) {
  public ServerOptions {
    Objects.requireNonNull(address, "address");
    if (port < 0 || port > 65_535 || maxConnections < 1 || maxMessageBytes < 1024) {
      throw new IllegalArgumentException("port, maxConnections or maxMessageBytes out of range");
    }
    if (startupTimeout.isNegative() || idleTimeout.isNegative()) {
      throw new IllegalArgumentException("timeouts cannot be negative");
    }
    if (clientCheckInterval.toMillis() < 1) {
      throw new IllegalArgumentException("clientCheckInterval must be a millisecond or more");
    }
  }

  /** PostgreSQL's defaults, on the loopback interface. */
  public static ServerOptions onLoopback(int port) {
    return new ServerOptions(
        InetAddress.getLoopbackAddress(),
        port,
        1_000,
        256 * 1024 * 1024,
        Duration.ofSeconds(60),
        Duration.ZERO,
        Duration.ofSeconds(1));
  }
}
