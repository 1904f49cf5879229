package dev.headrace.bench.statements;

import java.sql.SQLException;
import java.util.List;

/** A connection to an engine, as far as the list needs one. */
interface Client extends AutoCloseable {
  /** Runs a statement without rows. */
  void execute(String sql) throws SQLException;

  /** Runs a query and reads each value of each of its rows; returns how many rows that were. */
  int query(String sql) throws SQLException;

  Prepared prepare(String sql) throws SQLException;

  /** Runs something as one transaction. */
  void transaction(Action action) throws SQLException;

  @Override
  void close() throws SQLException;

  /** A statement that was prepared. */
  interface Prepared extends AutoCloseable {
    /** Runs a query, as {@link Client#query}. */
    int query(Object... values) throws SQLException;

    /** Runs a change; returns how many rows it changed. */
    long update(Object... values) throws SQLException;

    /** Runs a change with each of several lists of values, in one transaction. */
    void batch(List<Object[]> batch) throws SQLException;

    @Override
    void close() throws SQLException;
  }

  /** Something that may fail. */
  @FunctionalInterface
  interface Action {
    void run() throws SQLException;
  }
}
