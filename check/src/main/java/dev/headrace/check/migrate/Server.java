package dev.headrace.check.migrate;

import dev.headrace.check.postgres.PgConnection;
import dev.headrace.check.postgres.PgException;
import dev.headrace.check.postgres.Reply;
import dev.headrace.check.postgres.Request;
import dev.headrace.check.source.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection to a database that is migrated. */
final class Server implements AutoCloseable {
  /** As good as for ever. */
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final Target target;
  private final PgConnection connection;

  private Server(Target target, PgConnection connection) {
    this.target = target;
    this.connection = connection;
  }

  /**
   * @throws SourceException if that is not possible
   */
  static Server open(Target target) {
    try {
      Server server = new Server(target, PgConnection.open(target.url(), target.timeout()));
      boolean done = false;
      try {
        server.reset();
        done = true;
      } finally {
        if (!done) {
          server.close();
        }
      }
      return server;
    } catch (PgException e) {
      throw unavailable(e);
    }
  }

  private static SourceException unavailable(PgException e) {
    return new SourceException(
        String.valueOf(e.getMessage()), "Start the database, or correct its URL.");
  }

  /** Forgets settings that a migration has made. */
  void reset() {
    rows("RESET ALL");
    rows("SET statement_timeout = " + target.statementTimeout().toMillis());
    rows("SET lock_timeout = " + target.lockTimeout().toMillis());
  }

  /** Runs a statement of ours. */
  List<List<@Nullable String>> rows(String sql) {
    Reply reply = send(List.of(new Request.Rows(sql))).getFirst();
    if (reply.error() != null) {
      throw refused(reply.error());
    }
    return reply.rows();
  }

  SourceException refused(Reply.ServerError error) {
    return new SourceException(
        "the database at "
            + target.url().place()
            + " refuses: "
            + error.message()
            + " ("
            + error.state()
            + ")"
            + (error.detail() == null ? "" : "\n  " + error.detail()),
        error.hint());
  }

  /** The one value of a query. */
  String value(String sql) {
    return Objects.requireNonNullElse(rows(sql).getFirst().getFirst(), "");
  }

  /** Sends all requests at once; each reply may take as long as a statement may. */
  List<Reply> send(List<? extends Request> requests) {
    Duration statement = target.statementTimeout();
    try {
      return connection.run(
          requests, statement.isZero() ? NO_LIMIT : statement.plus(target.timeout()));
    } catch (PgException e) {
      throw unavailable(e);
    }
  }

  boolean isHeadrace() {
    return value("SELECT version()").contains("Headrace");
  }

  Duration lockTimeout() {
    return target.lockTimeout();
  }

  @Override
  public void close() {
    connection.close();
  }

  /** A text as SQL has it. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A name as SQL has it. */
  static String name(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
