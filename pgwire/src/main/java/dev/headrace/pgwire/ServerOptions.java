package dev.headrace.pgwire;

import dev.headrace.pgwire.tls.Tls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link PgWireServer} listens and what it allows.
 *
 * @param address where to listen
 * @param port port to listen on; 0 for any free one
 * @param maxConnections sessions at one time; a client beyond that gets {@code 53300}
 * @param maxMessageBytes longest message a client may send
 * @param startupTimeout how long a client may take to start up and authenticate
 * @param writeTimeout how long a client may leave an answer lying; zero for ever
 * @param clientCheckInterval how soon a session that is busy notices that its client is gone, and
 *     how exactly timeouts are kept
 * @param tls certificate and key, or null for no encryption
 * @param tlsRequired whether clients that do not encrypt are refused
 */
public record ServerOptions(
    InetAddress address,
    int port,
    int maxConnections,
    int maxMessageBytes,
    Duration startupTimeout,
    Duration writeTimeout,
    Duration clientCheckInterval,
    @Nullable Tls tls,
    boolean tlsRequired) {
  public ServerOptions {
    Objects.requireNonNull(address, "address");
    if (port < 0 || port > 65_535 || maxConnections < 1 || maxMessageBytes < 1024) {
      throw new IllegalArgumentException("port, maxConnections or maxMessageBytes out of range");
    }
    if (startupTimeout.isNegative() || writeTimeout.isNegative()) {
      throw new IllegalArgumentException("timeouts cannot be negative");
    }
    if (clientCheckInterval.toMillis() < 1) {
      throw new IllegalArgumentException("clientCheckInterval must be a millisecond or more");
    }
    if (tlsRequired && tls == null) {
      throw new IllegalArgumentException("encryption is required and there is no certificate");
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
        Duration.ofSeconds(1),
        null,
        false);
  }

  public ServerOptions withAddress(InetAddress other) {
    return new ServerOptions(
        other,
        port,
        maxConnections,
        maxMessageBytes,
        startupTimeout,
        writeTimeout,
        clientCheckInterval,
        tls,
        tlsRequired);
  }

  /** With other limits of sessions and messages. */
  public ServerOptions withLimits(int connections, int messageBytes) {
    return new ServerOptions(
        address,
        port,
        connections,
        messageBytes,
        startupTimeout,
        writeTimeout,
        clientCheckInterval,
        tls,
        tlsRequired);
  }

  /** With other timeouts, in the order of the record's components. */
  public ServerOptions withTimeouts(Duration startup, Duration write, Duration checkInterval) {
    return new ServerOptions(
        address,
        port,
        maxConnections,
        maxMessageBytes,
        startup,
        write,
        checkInterval,
        tls,
        tlsRequired);
  }

  /** With encryption for those who ask for it, or required of all. */
  public ServerOptions withTls(Tls certificate, boolean required) {
    return new ServerOptions(
        address,
        port,
        maxConnections,
        maxMessageBytes,
        startupTimeout,
        writeTimeout,
        clientCheckInterval,
        certificate,
        required);
  }
}
