package dev.headrace.pgwire;

/** The database behind the protocol. Thread-safe. */
@FunctionalInterface
public interface Backend {
  /**
   * Opens a session of the database for a client that has been authenticated.
   *
   * @param client where the connection sends notices and changed parameters
   * @throws dev.headrace.model.SqlException if there can be none, for example because of an unknown
   *     database or a bad parameter; the client gets it as FATAL
   */
  Connection connect(ConnectionRequest request, Client client);

  /**
   * Returns if there is a database to connect to; asked before a client is authenticated.
   *
   * @throws dev.headrace.model.SqlException if not yet; the client gets it as FATAL
   */
  default void requireReady() {}
}
