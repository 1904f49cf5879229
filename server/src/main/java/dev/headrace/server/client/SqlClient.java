package dev.headrace.server.client;

/** A session that runs statements one at a time. Only {@link #cancel} may come from any thread. */
public interface SqlClient extends AutoCloseable {
  /**
   * Runs one statement.
   *
   * @param sql without a semicolon at its end
   * @throws StatementFailure if it fails; the session goes on
   */
  void execute(String sql, ResultSink sink);

  /** Ends the statement that is running, if any, with an error. */
  void cancel();

  /** What one is connected to, for the first line of a shell. */
  String description();

  @Override
  void close();
}
