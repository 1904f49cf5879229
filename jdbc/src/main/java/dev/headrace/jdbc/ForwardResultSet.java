package dev.headrace.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A result that is read once, from the first row to the last. */
interface ForwardResultSet extends ResultSet {
  @Override
  default void beforeFirst() throws SQLException {
    throw Errors.unsupported("moving freely in a result");
  }

  @Override
  default void afterLast() throws SQLException {
    throw Errors.unsupported("moving freely in a result");
  }

  @Override
  default boolean first() throws SQLException {
    throw Errors.unsupported("moving freely in a result");
  }

  @Override
  default boolean last() throws SQLException {
    throw Errors.unsupported("moving freely in a result");
  }

  @Override
  default boolean absolute(int first) throws SQLException {
    throw Errors.unsupported("moving freely in a result");
  }

  @Override
  default boolean relative(int first) throws SQLException {
    throw Errors.unsupported("moving freely in a result");
  }

  @Override
  default boolean previous() throws SQLException {
    throw Errors.unsupported("moving freely in a result");
  }
}
