package dev.headrace.sql;

import java.util.Optional;

/**
 * A key of an index.
 *
 * @param column its name, if the key is a column as it stands
 * @param expression the key; for a column its name
 * @param nullsFirst where NULLs go, as written; PostgreSQL takes them for the largest values
 */
public record IndexKey(
    Optional<String> column,
    ParsedExpression expression,
    boolean descending,
    Optional<Boolean> nullsFirst) {
  /** Whether NULLs come before all values. */
  public boolean isNullsFirst() {
    return nullsFirst.orElse(descending);
  }
}
