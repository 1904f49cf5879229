package dev.headrace.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** What all results have in common: they are read forwards, and nothing is changed through them. */
interface PlainResultSetHints extends ResultSet {
  @Override
  default void clearWarnings() throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default void setFetchDirection(int first) throws SQLException {
    // a hint that changes nothing here
  }

  @Override
  default int getFetchDirection() throws SQLException {
    return FETCH_FORWARD;
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
  default int getType() throws SQLException {
    return TYPE_FORWARD_ONLY;
  }

  @Override
  default int getConcurrency() throws SQLException {
    return CONCUR_READ_ONLY;
  }

  @Override
  default boolean rowUpdated() throws SQLException {
    return false;
  }

  @Override
  default boolean rowInserted() throws SQLException {
    return false;
  }

  @Override
  default boolean rowDeleted() throws SQLException {
    return false;
  }

  @Override
  default int getHoldability() throws SQLException {
    return HOLD_CURSORS_OVER_COMMIT;
  }
}
