package dev.headrace.server.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the results of statements: for each either {@link #begin}, {@link #row} for each row and
 * {@link #end}, or {@link #command} alone.
 */
public interface ResultSink {
  void begin(List<Column> columns);

  /**
   * A row.
   *
   * @param values one for each column, in PostgreSQL's text format; null is NULL. The list may be
   *     kept.
   */
  void row(List<@Nullable String> values);

  /** The end of the rows, with the statement's tag, such as {@code SELECT 2}. */
  void end(String tag);

  /** A statement without rows has run, with its tag, such as {@code CREATE TABLE}. */
  void command(String tag);
}
