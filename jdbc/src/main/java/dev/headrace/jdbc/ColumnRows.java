package dev.headrace.jdbc;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that metadata queries give about columns and types. */
final class ColumnRows {
  static final List<Field> FIELDS =
      List.of(
          text("TABLE_CAT"),
          text("TABLE_SCHEM"),
          text("TABLE_NAME"),
          text("COLUMN_NAME"),
          number("DATA_TYPE"),
          text("TYPE_NAME"),
          number("COLUMN_SIZE"),
          number("BUFFER_LENGTH"),
          number("DECIMAL_DIGITS"),
          number("NUM_PREC_RADIX"),
          number("NULLABLE"),
          text("REMARKS"),
          text("COLUMN_DEF"),
          number("SQL_DATA_TYPE"),
          number("SQL_DATETIME_SUB"),
          number("CHAR_OCTET_LENGTH"),
          number("ORDINAL_POSITION"),
          text("IS_NULLABLE"),
          text("SCOPE_CATALOG"),
          text("SCOPE_SCHEMA"),
          text("SCOPE_TABLE"),
          number("SOURCE_DATA_TYPE"),
          text("IS_AUTOINCREMENT"),
          text("IS_GENERATEDCOLUMN"));

  private static final List<Field> TYPE_FIELDS =
      List.of(
          text("TYPE_NAME"),
          number("DATA_TYPE"),
          number("PRECISION"),
          text("LITERAL_PREFIX"),
          text("LITERAL_SUFFIX"),
          text("CREATE_PARAMS"),
          number("NULLABLE"),
          flag("CASE_SENSITIVE"),
          number("SEARCHABLE"),
          flag("UNSIGNED_ATTRIBUTE"),
          flag("FIXED_PREC_SCALE"),
          flag("AUTO_INCREMENT"),
          text("LOCAL_TYPE_NAME"),
          number("MINIMUM_SCALE"),
          number("MAXIMUM_SCALE"),
          number("SQL_DATA_TYPE"),
          number("SQL_DATETIME_SUB"),
          number("NUM_PREC_RADIX"));

  private static final List<SqlType> TYPES =
      List.of(
          SqlType.BOOLEAN,
          SqlType.BYTEA,
          SqlType.BIGINT,
          SqlType.NUMERIC,
          SqlType.INTEGER,
          SqlType.SMALLINT,
          SqlType.REAL,
          SqlType.DOUBLE,
          SqlType.TEXT,
          SqlType.VARCHAR,
          SqlType.DATE,
          SqlType.TIME,
          SqlType.TIMESTAMP,
          SqlType.TIMESTAMPTZ,
          SqlType.INTERVAL,
          SqlType.UUID,
          SqlType.JSONB);

  private ColumnRows() {}

  private static Field text(String name) {
    return Field.of(name, SqlType.TEXT);
  }

  private static Field number(String name) {
    return Field.of(name, SqlType.INTEGER);
  }

  private static Field flag(String name) {
    return Field.of(name, SqlType.BOOLEAN);
  }

  /** Where a row has the comment. */
  static final int REMARKS = 11;

  /** The row of a column, counted from 1. */
  static @Nullable Object[] row(String schema, String table, Field field, int position) {
    @Nullable Object[] row = new Object[FIELDS.size()];
    SqlType type = field.type();
    row[1] = schema;
    row[2] = table;
    row[3] = field.name();
    row[4] = TypeCodes.of(type);
    row[5] = TypeNames.of(type);
    row[6] = TypeCodes.precision(type);
    row[8] = TypeCodes.scale(type);
    row[9] = 10;
    row[10] = field.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls;
    row[15] = TypeCodes.precision(type);
    row[16] = position;
    row[17] = field.nullable() ? "YES" : "NO";
    row[22] = "NO";
    row[23] = "NO";
    return row;
  }

  /** All types. */
  static ResultSet types() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (SqlType type : TYPES) {
      @Nullable Object[] row = new Object[TYPE_FIELDS.size()];
      boolean quoted = !type.kind().isNumber();
      row[0] = TypeNames.of(type);
      row[1] = TypeCodes.of(type);
      row[2] = TypeCodes.precision(type);
      row[3] = quoted ? "'" : null;
      row[4] = quoted ? "'" : null;
      row[6] = DatabaseMetaData.typeNullable;
      row[7] = type.kind().isText();
      row[8] = DatabaseMetaData.typeSearchable;
      row[9] = !TypeCodes.isSigned(type);
      row[10] = false;
      row[11] = false;
      row[13] = 0;
      row[14] = type.kind() == SqlType.Kind.NUMERIC ? 1000 : TypeCodes.scale(type);
      row[17] = 10;
      rows.add(row);
    }
    rows.sort(
        java.util.Comparator.comparingInt(
            (@Nullable Object[] row) ->
                ((Number) java.util.Objects.requireNonNull(row[1])).intValue()));
    return Rows.of(TYPE_FIELDS, rows);
  }
}
