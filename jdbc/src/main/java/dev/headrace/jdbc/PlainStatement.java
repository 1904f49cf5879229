package dev.headrace.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A statement whose results are read forwards and whose hints change nothing. */
interface PlainStatement extends Statement {
  @Override
  default int getMaxFieldSize() throws SQLException {
    return 0;
  }

  @Override
  default void setMaxFieldSize(int first) throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default void setEscapeProcessing(boolean first) throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default int getQueryTimeout() throws SQLException {
    return 0;
  }

  @Override
  default void setQueryTimeout(int first) throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default void clearWarnings() throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default void setCursorName(String first) throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default void setFetchDirection(int first) throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default int getFetchDirection() throws SQLException {
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  default void setFetchSize(int first) throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default int getFetchSize() throws SQLException {
    return 0;
  }

  @Override
  default int getResultSetConcurrency() throws SQLException {
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  default int getResultSetType() throws SQLException {
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  default int getResultSetHoldability() throws SQLException {
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  default void setPoolable(boolean first) throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default boolean isPoolable() throws SQLException {
    return false;
  }
}
