package dev.headrace.jdbc;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import dev.headrace.model.SqlException;
import java.sql.Array;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection: a session of a database in this JVM. */
final class HeadraceConnection implements PlainConnection {
  private final String url;
  private final Databases.Handle handle;
  private final Session session;
  private boolean autoCommit = true;
  private boolean inTransaction;
  private boolean readOnly;
  private boolean closed;
  private int isolation = TRANSACTION_READ_COMMITTED;
  private int savepoints;
  private final Properties clientInfo = new Properties();

  HeadraceConnection(String url, Databases.Handle handle) {
    this.url = url;
    this.handle = handle;
    this.session = handle.database().connect();
  }

  String url() {
    return url;
  }

  /** Gives parameters of the session their values. */
  void begin(Map<String, String> parameters) throws SQLException {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String value = parameter.getValue().replace("'", "''");
      execute("SET " + parameter.getKey() + " TO '" + value + "'");
    }
  }

  Headrace database() {
    return handle.database();
  }

  /** The session, in a transaction if that is to be committed explicitly. */
  Session session() throws SQLException {
    requireOpen();
    if (!autoCommit && !inTransaction) {
      execute("BEGIN");
      inTransaction = true;
    }
    return session;
  }

  /** The session as it is. */
  Session idleSession() throws SQLException {
    requireOpen();
    return session;
  }

  /** Runs statements as one transaction; within an open one they are just part of it. */
  void atomically(Transactional work) throws SQLException {
    if (!autoCommit) {
      work.run();
      return;
    }
    setAutoCommit(false);
    boolean done = false;
    try {
      work.run();
      done = true;
    } finally {
      if (!done && inTransaction) {
        rollback();
      }
      setAutoCommit(true);
    }
  }

  @FunctionalInterface
  interface Transactional {
    void run() throws SQLException;
  }

  private void execute(String sql) throws SQLException {
    try {
      session.execute(sql);
    } catch (SqlException e) {
      throw Errors.of(e);
    }
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw Errors.closed("connection");
    }
  }

  @Override
  public Statement createStatement() throws SQLException {
    requireOpen();
    return new HeadraceStatement(this);
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepare(sql, GeneratedKeys.NONE);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
    return prepare(sql, GeneratedKeys.of(keys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return prepare(sql, GeneratedKeys.of(columns));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
    return prepare(sql, GeneratedKeys.of(columns));
  }

  private PreparedStatement prepare(String sql, GeneratedKeys keys) throws SQLException {
    requireOpen();
    GeneratedKeys.Wanted wanted = keys.from(Placeholders.numbered(sql));
    try {
      return new HeadracePreparedStatement(this, wanted, session.prepare(wanted.sql()));
    } catch (SqlException e) {
      throw Errors.of(e);
    }
  }

  @Override
  public String nativeSQL(String sql) {
    return Placeholders.numbered(sql);
  }

  // ---- transactions

  @Override
  public void setAutoCommit(boolean automatic) throws SQLException {
    requireOpen();
    if (automatic != autoCommit) {
      if (inTransaction) {
        commit();
      }
      autoCommit = automatic;
    }
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    requireOpen();
    return autoCommit;
  }

  @Override
  public void commit() throws SQLException {
    end("COMMIT");
  }

  @Override
  public void rollback() throws SQLException {
    end("ROLLBACK");
  }

  private void end(String command) throws SQLException {
    requireOpen();
    if (autoCommit) {
      throw new SQLException("connection is in auto-commit mode", "25P01");
    }
    if (inTransaction) {
      inTransaction = false;
      execute(command);
    }
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return setSavepoint("jdbc_savepoint_" + ++savepoints);
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    session();
    execute("SAVEPOINT " + quoted(name));
    return new NamedSavepoint(name);
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    requireOpen();
    execute("ROLLBACK TO SAVEPOINT " + quoted(savepoint.getSavepointName()));
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    requireOpen();
    execute("RELEASE SAVEPOINT " + quoted(savepoint.getSavepointName()));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private record NamedSavepoint(String getSavepointName) implements Savepoint {
    @Override
    public int getSavepointId() throws SQLException {
      throw Errors.unsupported("a number of a savepoint");
    }
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    requireOpen();
    String name =
        switch (level) {
          case TRANSACTION_READ_UNCOMMITTED -> "READ UNCOMMITTED";
          case TRANSACTION_READ_COMMITTED -> "READ COMMITTED";
          case TRANSACTION_REPEATABLE_READ -> "REPEATABLE READ";
          case TRANSACTION_SERIALIZABLE -> "SERIALIZABLE";
          default -> throw Errors.invalid("no isolation level " + level);
        };
    execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL " + name);
    isolation = level;
  }

  @Override
  public int getTransactionIsolation() {
    return isolation;
  }

  @Override
  public void setReadOnly(boolean only) throws SQLException {
    requireOpen();
    execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ " + (only ? "ONLY" : "WRITE"));
    readOnly = only;
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  // ---- the rest

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    requireOpen();
    return new HeadraceMetaData(this);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      session.close();
      handle.release().run();
    }
  }

  @Override
  public void abort(Executor executor) {
    session.cancel();
    executor.execute(this::close);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw Errors.invalid("a negative timeout");
    }
    return !closed;
  }

  @Override
  public void setCatalog(String catalog) {}

  @Override
  public String getCatalog() {
    return "headrace";
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    requireOpen();
    execute("SET search_path TO " + quoted(schema));
  }

  @Override
  public @Nullable String getSchema() throws SQLException {
    requireOpen();
    try {
      Object schema = session.query("SELECT current_schema()").single();
      return schema == null ? null : schema.toString();
    } catch (SqlException e) {
      throw Errors.of(e);
    }
  }

  @Override
  public @Nullable SQLWarning getWarnings() {
    return null;
  }

  @Override
  public void clearWarnings() {}

  @Override
  public Map<String, Class<?>> getTypeMap() {
    return new HashMap<>();
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT) {
      throw Errors.unsupported("closing results at commit");
    }
  }

  @Override
  public int getHoldability() {
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public void setClientInfo(String name, String value) {
    clientInfo.setProperty(name.toLowerCase(Locale.ROOT), value);
  }

  @Override
  public void setClientInfo(Properties properties) {
    clientInfo.clear();
    clientInfo.putAll(properties);
  }

  @Override
  public @Nullable String getClientInfo(String name) {
    return clientInfo.getProperty(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public Properties getClientInfo() {
    return clientInfo;
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) {}

  @Override
  public int getNetworkTimeout() {
    return 0;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(session)) {
      return type.cast(session);
    }
    return Wrapped.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this) || type.isInstance(session);
  }

  @Override
  public Array createArrayOf(String typeName, @Nullable Object[] elements) throws SQLException {
    session();
    return HeadraceArray.of(typeName, elements);
  }
}
