package dev.headrace.server.client;

import dev.headrace.server.text.StatementScanner;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** A session of a server that speaks the PostgreSQL protocol, through its JDBC driver. */
public final class JdbcClient implements SqlClient {
  private final Connection connection;
  private final String description;
  private final Consumer<String> notices;
  private final Object running = new Object();
  private @Nullable Statement statement;

  private JdbcClient(Connection connection, String description, Consumer<String> notices) {
    this.connection = connection;
    this.description = description;
    this.notices = notices;
  }

  /**
   * Connects to {@code postgresql://[user[:password]@]host[:port][/database][?options]}, or to a
   * JDBC URL as it is.
   *
   * @param notices gets what a statement has to say besides its result
   * @throws StatementFailure if that fails
   */
  public static JdbcClient connect(String url, Consumer<String> notices) {
    ConnectionUrl target = ConnectionUrl.parse(url);
    Properties properties = new Properties();
    properties.putAll(target.properties());
    try {
      return new JdbcClient(
          DriverManager.getConnection(target.jdbcUrl(), properties), target.place(), notices);
    } catch (SQLException e) {
      throw new StatementFailure(e);
    }
  }

  @Override
  public void execute(String sql, ResultSink sink) {
    try (Statement current = connection.createStatement()) {
      synchronized (running) {
        statement = current;
      }
      boolean rows = current.execute(sql);
      for (SQLWarning notice = current.getWarnings();
          notice != null;
          notice = notice.getNextWarning()) {
        notices.accept(text(notice));
      }
      if (rows) {
        try (ResultSet results = current.getResultSet()) {
          push(results, StatementScanner.firstWord(sql), sink);
        }
      } else {
        sink.command(tag(sql, current.getUpdateCount()));
      }
    } catch (SQLException e) {
      throw new StatementFailure(e);
    } finally {
      synchronized (running) {
        statement = null;
      }
    }
  }

  private static void push(ResultSet results, String firstWord, ResultSink sink)
      throws SQLException {
    ResultSetMetaData metaData = results.getMetaData();
    int columns = metaData.getColumnCount();
    List<Column> headings = new ArrayList<>(columns);
    for (int column = 1; column <= columns; column++) {
      headings.add(
          new Column(metaData.getColumnLabel(column), style(metaData.getColumnTypeName(column))));
    }
    sink.begin(headings);
    long count = 0;
    while (results.next()) {
      List<@Nullable String> values = new ArrayList<>(columns);
      for (int column = 1; column <= columns; column++) {
        values.add(results.getString(column));
      }
      sink.row(values);
      count++;
    }
    String word = firstWord.equals("WITH") || firstWord.isEmpty() ? "SELECT" : firstWord;
    sink.end(word + " " + count);
  }

  private static Column.Style style(String typeName) {
    return switch (typeName) {
      case "int2", "int4", "int8", "float4", "float8", "numeric", "oid", "serial", "bigserial" ->
          Column.Style.NUMBER;
      case "bool" -> Column.Style.BOOLEAN;
      case "json", "jsonb" -> Column.Style.JSON;
      default -> Column.Style.TEXT;
    };
  }

  /** The driver keeps the server's command tag to itself, so this makes it anew. */
  private static String tag(String sql, int count) {
    String word = StatementScanner.firstWord(sql);
    return switch (word) {
      case "INSERT" -> "INSERT 0 " + count;
      case "UPDATE", "DELETE", "MERGE", "COPY" -> word + " " + count;
      case "CREATE", "DROP", "ALTER" -> word + objectKind(sql);
      default -> word;
    };
  }

  /** The kind of object in a definition, with a space before it: {@code CREATE TABLE ...}. */
  private static String objectKind(String sql) {
    for (String word : sql.strip().toUpperCase(Locale.ROOT).split("\\s+", -1)) {
      switch (word) {
        case "MATERIALIZED" -> {
          return " MATERIALIZED VIEW";
        }
        case "TABLE", "VIEW", "SOURCE", "SINK", "INDEX", "SCHEMA", "SEQUENCE", "TYPE" -> {
          return " " + word;
        }
        default -> {}
      }
    }
    return "";
  }

  @Override
  public void cancel() {
    synchronized (running) {
      if (statement != null) {
        try {
          statement.cancel();
        } catch (SQLException e) {
          throw new StatementFailure(e);
        }
      }
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StatementFailure(e);
    }
  }

  private static String text(SQLWarning warning) {
    ServerErrorMessage message =
        warning instanceof PSQLWarning known ? known.getServerErrorMessage() : null;
    String severity = message == null ? null : message.getSeverity();
    return (severity == null ? "NOTICE" : severity) + ":  " + warning.getMessage();
  }
}
