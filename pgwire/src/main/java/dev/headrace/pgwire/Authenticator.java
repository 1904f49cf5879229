package dev.headrace.pgwire;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client is who it says. {@link #TRUST} believes everybody; methods that ask for
 * something, such as {@link ScramAuthenticator}, do so through the {@link Exchange}.
 */
@FunctionalInterface
public interface Authenticator {
  /** Lets everybody in. */
  Authenticator TRUST = (request, exchange) -> {};

  /**
   * Returns if the client may connect.
   *
   * @throws dev.headrace.model.SqlException if not; the client gets it as FATAL
   */
  void authenticate(ConnectionRequest request, Exchange exchange);

  /** A conversation with the client. */
  interface Exchange {
    /**
     * Sends an Authentication message and waits for the answer.
     *
     * @param code what is asked for, for example 3 for a password in clear text, 10, 11 for SASL
     * @param data what follows the code
     * @return the body of the client's answer
     */
    byte[] ask(int code, byte[] data);

    /** Sends an Authentication message that takes no answer, such as SASLFinal. */
    void tell(int code, byte[] data);

    /**
     * What an encrypted connection can be bound to: {@code tls-server-end-point} (RFC 5929), a hash
     * of the server's certificate; null if there is no encryption.
     */
    byte @Nullable [] serverEndPoint();
  }
}
