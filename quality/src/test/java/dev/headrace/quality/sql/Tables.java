package dev.headrace.quality.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Three tables of all common types and random rows for them: NULLs, duplicates, extremes. */
final class Tables {
  /** A table's column; {@code type} is its kind as {@link QueryGenerator} sees it. */
  record Column(String name, String type, Kind kind) {}

  /** A table. */
  record Table(String name, boolean keyed, List<Column> columns) {}

  /** Families of types that expressions are generated for. */
  enum Kind {
    SMALLINT,
    INTEGER,
    BIGINT,
    NUMERIC,
    DOUBLE,
    TEXT,
    BOOLEAN,
    DATE,
    TIMESTAMP,
    TIMESTAMPTZ,
    INTERVAL,
    UUID
  }

  static final List<Table> ALL =
      List.of(
          new Table(
              "r",
              true,
              List.of(
                  new Column("id", "integer", Kind.INTEGER),
                  new Column("i", "integer", Kind.INTEGER),
                  new Column("s", "smallint", Kind.SMALLINT),
                  new Column("b", "bigint", Kind.BIGINT),
                  new Column("n", "numeric(12,3)", Kind.NUMERIC),
                  new Column("f", "double precision", Kind.DOUBLE),
                  new Column("t", "text", Kind.TEXT),
                  new Column("o", "boolean", Kind.BOOLEAN),
                  new Column("d", "date", Kind.DATE),
                  new Column("ts", "timestamp", Kind.TIMESTAMP))),
          new Table(
              "u",
              false,
              List.of(
                  new Column("k", "integer", Kind.INTEGER),
                  new Column("x", "integer", Kind.INTEGER),
                  new Column("b", "bigint", Kind.BIGINT),
                  new Column("n", "numeric", Kind.NUMERIC),
                  new Column("v", "varchar(12)", Kind.TEXT),
                  new Column("o", "boolean", Kind.BOOLEAN),
                  new Column("tz", "timestamptz", Kind.TIMESTAMPTZ),
                  new Column("iv", "interval", Kind.INTERVAL))),
          new Table(
              "w",
              false,
              List.of(
                  new Column("k", "integer", Kind.INTEGER),
                  new Column("t", "text", Kind.TEXT),
                  new Column("f", "double precision", Kind.DOUBLE),
                  new Column("g", "uuid", Kind.UUID))));

  private static final List<String> TEXTS =
      List.of(
          "''", "'a'", "'A'", "'ab'", "'b'", "'abc'", "'%'", "'a_b'", "' a '", "'é'", "'😀'",
          "'a😀b'", "'zz'", "'10'", "'-3'", "'it''s'");

  private static final List<String> DATES =
      List.of("'2024-02-28'", "'2024-02-29'", "'2023-12-31'", "'1999-01-01'", "'0044-03-15 BC'");

  private Tables() {}

  /** An index on one to three columns in any orders. */
  static String index(Table table, Random random) {
    List<String> keys = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      Column column = table.columns.get(random.nextInt(table.columns.size()));
      String order =
          List.of("", " DESC", " NULLS FIRST", " DESC NULLS LAST").get(random.nextInt(4));
      keys.add(column.name() + order);
    }
    return "CREATE INDEX ON " + table.name() + " (" + String.join(", ", keys) + ")";
  }

  static String create(Table table) {
    List<String> columns = new ArrayList<>();
    for (Column column : table.columns) {
      columns.add(column.name + " " + column.type);
    }
    if (table.keyed) {
      columns.add("PRIMARY KEY (" + table.columns.getFirst().name + ")");
    }
    return "CREATE TABLE " + table.name + " (" + String.join(", ", columns) + ")";
  }

  /** An INSERT, UPDATE or DELETE. */
  static String change(Table table, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "DELETE FROM " + table.name + " WHERE " + some(table, random);
      case 1 -> {
        Column column =
            any(table.columns.subList(table.keyed ? 1 : 0, table.columns.size()), random);
        yield "UPDATE "
            + table.name
            + " SET "
            + column.name
            + " = "
            + literal(column.kind, random)
            + " WHERE "
            + some(table, random);
      }
      default -> insert(table, 1 + random.nextInt(4), random);
    };
  }

  private static String some(Table table, Random random) {
    Column column = any(table.columns, random);
    return switch (random.nextInt(4)) {
      case 0 -> column.name + " IS NULL";
      case 1 -> table.columns.getFirst().name + " % 3 = " + random.nextInt(3);
      default -> column.name + " = " + literal(column.kind, random);
    };
  }

  static String insert(Table table, int count, Random random) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<String> values = new ArrayList<>();
      for (Column column : table.columns) {
        values.add(
            table.keyed && values.isEmpty()
                ? String.valueOf(random.nextInt(1000))
                : literal(column.kind, random));
      }
      rows.add("(" + String.join(", ", values) + ")");
    }
    return "INSERT INTO " + table.name + " VALUES " + String.join(", ", rows);
  }

  static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  /** A literal, often of few values so that rows meet. */
  static String literal(Kind kind, Random random) {
    if (random.nextInt(6) == 0) {
      return "NULL";
    }
    int small = random.nextInt(7) - 2;
    return switch (kind) {
      case SMALLINT -> random.nextInt(20) == 0 ? "-32768" : "" + small;
      case INTEGER -> random.nextInt(25) == 0 ? "2147483647" : "" + small;
      case BIGINT -> random.nextInt(20) == 0 ? "9223372036854775807" : "" + small * 1000000000L;
      case NUMERIC -> small + "." + any(List.of("5", "25", "125", "000", "999"), random);
      case DOUBLE ->
          switch (random.nextInt(24)) {
            case 0 -> "'NaN'";
            case 1 -> "'Infinity'";
            default -> small + any(List.of(".5", ".25", ".0", "e3"), random);
          };
      case TEXT -> any(TEXTS, random);
      case BOOLEAN -> random.nextBoolean() ? "true" : "false";
      case DATE -> any(DATES, random);
      case TIMESTAMP ->
          "'2024-02-2"
              + random.nextInt(10)
              + " 1"
              + random.nextInt(3)
              + ":30:00"
              + fraction(random)
              + "'";
      case TIMESTAMPTZ ->
          "'2024-03-1"
              + random.nextInt(3)
              + " 0"
              + random.nextInt(10)
              + ":00:00+0"
              + random.nextInt(3)
              + "'";
      case INTERVAL ->
          any(
              List.of("'1 day'", "'36:00:00'", "'1 mon -1 day'", "'30 days'", "'-00:00:01.5'"),
              random);
      case UUID -> "'0000000" + random.nextInt(4) + "-0000-4000-8000-00000000000a'";
    };
  }

  private static String fraction(Random random) {
    return random.nextInt(4) == 0 ? ".123456" : "";
  }
}
