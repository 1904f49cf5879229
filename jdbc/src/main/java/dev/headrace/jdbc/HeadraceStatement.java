package dev.headrace.jdbc;

import dev.headrace.engine.Command;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.Result;
import dev.headrace.model.SqlException;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs texts. */
class HeadraceStatement implements PlainStatement {
  final HeadraceConnection connection;
  private List<Result> results = List.of();
  private int current;
  private @Nullable HeadraceResultSet rows;
  private List<QueryResult> keys = List.of();
  private long maxRows;
  private boolean closed;
  private boolean closesOnCompletion;
  private final List<String> batch = new ArrayList<>();

  HeadraceStatement(HeadraceConnection connection) {
    this.connection = connection;
  }

  void requireOpen() throws SQLException {
    if (closed) {
      throw Errors.closed("statement");
    }
  }

  /**
   * Makes a statement's results the ones that are asked for; returns whether the first has rows.
   */
  final boolean take(List<Result> taken) {
    closeRows();
    results = taken;
    keys = List.of();
    current = 0;
    return hasRows();
  }

  final List<QueryResult> keys() {
    return keys;
  }

  /** Makes rows the keys that are asked for. */
  final void takeKeys(List<QueryResult> taken) {
    keys = taken;
  }

  /** Makes a statement's results the ones that are asked for, without the keys among them. */
  final boolean take(List<Result> taken, GeneratedKeys.Wanted wanted) {
    List<QueryResult> found = new ArrayList<>();
    boolean hasRows = take(wanted.withoutKeys(taken, found));
    takeKeys(found);
    return hasRows;
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    requireOpen();
    return GeneratedKeys.rows(this, keys);
  }

  private void closeRows() {
    HeadraceResultSet open = rows;
    rows = null;
    if (open != null) {
      open.close();
    }
  }

  private boolean hasRows() {
    return current < results.size() && results.get(current) instanceof QueryResult;
  }

  /** The rows of the result where we are. */
  final HeadraceResultSet requireRows() throws SQLException {
    if (hasRows() && results.get(current) instanceof QueryResult query) {
      HeadraceResultSet open = rows;
      if (open == null) {
        open = new HeadraceResultSet(this, query.fields(), query.cursor(), maxRows);
        rows = open;
      }
      return open;
    }
    throw new SQLException("No results were returned by the query.", "02000");
  }

  final long requireCount() throws SQLException {
    if (hasRows()) {
      throw new SQLException("A result was returned when none was expected.", "0100E");
    }
    return Math.max(0, getLargeUpdateCount());
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    return run(sql, GeneratedKeys.NONE);
  }

  @Override
  public boolean execute(String sql, int wanted) throws SQLException {
    return run(sql, GeneratedKeys.of(wanted));
  }

  @Override
  public boolean execute(String sql, int[] columns) throws SQLException {
    return run(sql, GeneratedKeys.of(columns));
  }

  @Override
  public boolean execute(String sql, String[] columns) throws SQLException {
    return run(sql, GeneratedKeys.of(columns));
  }

  private boolean run(String sql, GeneratedKeys wanted) throws SQLException {
    requireOpen();
    GeneratedKeys.Wanted text = wanted.from(sql);
    try {
      return take(connection.session().execute(text.sql()), text);
    } catch (SqlException e) {
      throw Errors.of(e);
    }
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    requireOpen();
    try {
      take(List.of(connection.session().query(sql)));
    } catch (SqlException e) {
      throw Errors.of(e);
    }
    return requireRows();
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return narrow(executeLargeUpdate(sql));
  }

  @Override
  public int executeUpdate(String sql, int wanted) throws SQLException {
    return narrow(executeLargeUpdate(sql, wanted));
  }

  @Override
  public int executeUpdate(String sql, int[] columns) throws SQLException {
    return narrow(executeLargeUpdate(sql, columns));
  }

  @Override
  public int executeUpdate(String sql, String[] columns) throws SQLException {
    return narrow(executeLargeUpdate(sql, columns));
  }

  static int narrow(long count) {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    execute(sql);
    return requireCount();
  }

  @Override
  public long executeLargeUpdate(String sql, int wanted) throws SQLException {
    execute(sql, wanted);
    return requireCount();
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
    execute(sql, columns);
    return requireCount();
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
    execute(sql, columns);
    return requireCount();
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    requireOpen();
    return hasRows() ? requireRows() : null;
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return narrow(getLargeUpdateCount());
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    requireOpen();
    return current < results.size() && results.get(current) instanceof Command command
        ? command.rows()
        : -1;
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    requireOpen();
    closeRows();
    current = Math.min(current + 1, results.size());
    return hasRows();
  }

  @Override
  public boolean getMoreResults(int what) throws SQLException {
    return getMoreResults();
  }

  // ---- batches

  @Override
  public void addBatch(String sql) throws SQLException {
    requireOpen();
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    requireOpen();
    batch.clear();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    long[] counts = executeLargeBatch();
    int[] narrow = new int[counts.length];
    for (int i = 0; i < counts.length; i++) {
      narrow[i] = narrow(counts[i]);
    }
    return narrow;
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    requireOpen();
    List<String> texts = List.copyOf(batch);
    batch.clear();
    return runBatch(texts.size(), i -> executeLargeUpdate(texts.get(i)));
  }

  /** One of the statements of a batch; gives how many rows it changed. */
  @FunctionalInterface
  interface BatchItem {
    long run(int index) throws SQLException;
  }

  /** Runs all statements of a batch in one transaction. */
  final long[] runBatch(int count, BatchItem item) throws SQLException {
    long[] counts = new long[count];
    connection.atomically(
        () -> {
          for (int i = 0; i < count; i++) {
            try {
              counts[i] = item.run(i);
            } catch (SQLException e) {
              throw new BatchUpdateException(
                  "batch entry " + i + ": " + e.getMessage(),
                  e.getSQLState(),
                  e.getErrorCode(),
                  new long[0],
                  e);
            }
          }
        });
    return counts;
  }

  // ---- the rest

  @Override
  public void close() throws SQLException {
    if (!closed) {
      closed = true;
      closeRows();
      results = List.of();
    }
  }

  /** Its result has been closed. */
  final void resultClosed() throws SQLException {
    if (closesOnCompletion && rows != null) {
      close();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    requireOpen();
    closesOnCompletion = true;
  }

  @Override
  public boolean isCloseOnCompletion() {
    return closesOnCompletion;
  }

  @Override
  public void cancel() throws SQLException {
    connection.idleSession().cancel();
  }

  @Override
  public Connection getConnection() throws SQLException {
    requireOpen();
    return connection;
  }

  @Override
  public int getMaxRows() {
    return narrow(maxRows);
  }

  @Override
  public void setMaxRows(int max) throws SQLException {
    setLargeMaxRows(max);
  }

  @Override
  public long getLargeMaxRows() {
    return maxRows;
  }

  @Override
  public void setLargeMaxRows(long max) throws SQLException {
    requireOpen();
    if (max < 0) {
      throw Errors.invalid("a negative number of rows");
    }
    maxRows = max;
  }

  @Override
  public @Nullable SQLWarning getWarnings() {
    return null;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrapped.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
