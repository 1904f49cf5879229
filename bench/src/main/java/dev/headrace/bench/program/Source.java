package dev.headrace.bench.program;

import java.util.List;

/**
 * A table or view of a made-up program, as what later views read.
 *
 * @param name of the relation
 * @param columns of it
 */
record Source(String name, List<Column> columns) {
  Source {
    columns = List.copyOf(columns);
  }

  /** What kind of values a column has, as far as views want to know it. */
  enum Kind {
    /** Says which row of some table is meant. */
    KEY("BIGINT"),
    NUMBER("BIGINT"),
    AMOUNT("NUMERIC(18, 4)"),
    RATIO("DOUBLE PRECISION"),
    TEXT("VARCHAR(80)"),
    CODE("VARCHAR(12)"),
    TIME("TIMESTAMP"),
    FLAG("BOOLEAN");

    private final String sql;

    Kind(String sql) {
      this.sql = sql;
    }

    /** The type in a table's definition. */
    String sql() {
      return sql;
    }
  }

  /**
   * A column.
   *
   * @param kind of its values
   * @param domain of a key: the table whose rows it means; empty otherwise
   */
  record Column(String name, Kind kind, String domain) {
    static Column of(String name, Kind kind) {
      return new Column(name, kind, "");
    }

    Column named(String newName) {
      return new Column(newName, kind, domain);
    }
  }

  List<Column> of(Kind kind) {
    return columns.stream().filter(column -> column.kind() == kind).toList();
  }

  /** The columns with keys of a table. */
  List<Column> keysOf(String domain) {
    return columns.stream().filter(column -> column.domain().equals(domain)).toList();
  }
}
