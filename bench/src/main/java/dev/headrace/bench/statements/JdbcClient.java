package dev.headrace.bench.statements;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.List;

/** A connection by JDBC. */
final class JdbcClient implements Client {
  private final Connection connection;

  JdbcClient(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
  }

  @Override
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public int query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(Meter.LIMIT_SECONDS);
      try (ResultSet rows = statement.executeQuery(sql)) {
        return read(rows);
      }
    }
  }

  private static int read(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    int count = 0;
    while (rows.next()) {
      for (int column = 1; column <= columns; column++) {
        Meter.use(rows.getObject(column));
      }
      count++;
    }
    return count;
  }

  @Override
  public Prepared prepare(String sql) throws SQLException {
    return new JdbcPrepared(connection.prepareStatement(sql));
  }

  @Override
  public void transaction(Action action) throws SQLException {
    connection.setAutoCommit(false);
    try {
      action.run();
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private final class JdbcPrepared implements Prepared {
    private final PreparedStatement statement;

    JdbcPrepared(PreparedStatement statement) {
      this.statement = statement;
    }

    private void bind(Object[] values) throws SQLException {
      for (int i = 0; i < values.length; i++) {
        switch (values[i]) {
          case Integer number -> statement.setInt(i + 1, number);
          case Double number -> statement.setDouble(i + 1, number);
          case String text -> statement.setString(i + 1, text);
          case LocalDateTime time -> statement.setTimestamp(i + 1, Timestamp.valueOf(time));
          default -> throw new IllegalArgumentException("no way to bind " + values[i]);
        }
      }
    }

    @Override
    public int query(Object... values) throws SQLException {
      bind(values);
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows);
      }
    }

    @Override
    public long update(Object... values) throws SQLException {
      bind(values);
      return statement.executeUpdate();
    }

    @Override
    public void batch(List<Object[]> batch) throws SQLException {
      transaction(
          () -> {
            for (Object[] values : batch) {
              bind(values);
              statement.addBatch();
            }
            statement.executeBatch();
          });
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }
}
