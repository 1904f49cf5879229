package dev.headrace.sql;

import java.util.Set;

/**
 * LIKE in CREATE TABLE.
 *
 * @param table whose columns are taken over
 * @param position how many columns of the definition stand before it
 * @param including what is taken over besides names, types and NOT NULL
 */
public record TableLike(String table, int position, Set<Property> including) {
  /** Properties of a table, as INCLUDING names them. */
  public enum Property {
    COMMENTS,
    COMPRESSION,
    CONSTRAINTS,
    DEFAULTS,
    GENERATED,
    IDENTITY,
    INDEXES,
    STATISTICS,
    STORAGE
  }

  public TableLike {
    including = Set.copyOf(including);
  }
}
