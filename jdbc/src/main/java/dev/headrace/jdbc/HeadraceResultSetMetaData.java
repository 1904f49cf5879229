package dev.headrace.jdbc;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** About the columns of a result. */
record HeadraceResultSetMetaData(List<Field> fields) implements ResultSetMetaData {
  private Field field(int column) throws SQLException {
    if (column < 1 || column > fields.size()) {
      throw Errors.invalid("no column " + column + " of " + fields.size());
    }
    return fields.get(column - 1);
  }

  private SqlType type(int column) throws SQLException {
    return field(column).type();
  }

  @Override
  public int getColumnCount() {
    return fields.size();
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return field(column).name();
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return field(column).name();
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return TypeCodes.of(type(column));
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return TypeNames.of(type(column));
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return TypeCodes.classOf(type(column)).getName();
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return TypeCodes.precision(type(column));
  }

  @Override
  public int getScale(int column) throws SQLException {
    return TypeCodes.scale(type(column));
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    int precision = TypeCodes.precision(type(column));
    return precision == 0 ? Integer.MAX_VALUE : precision;
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return field(column).nullable() ? columnNullable : columnNoNulls;
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return TypeCodes.isSigned(type(column));
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return type(column).kind().isText();
  }

  @Override
  public boolean isAutoIncrement(int column) {
    return false;
  }

  @Override
  public boolean isSearchable(int column) {
    return true;
  }

  @Override
  public boolean isCurrency(int column) {
    return false;
  }

  @Override
  public boolean isReadOnly(int column) {
    return true;
  }

  @Override
  public boolean isWritable(int column) {
    return false;
  }

  @Override
  public boolean isDefinitelyWritable(int column) {
    return false;
  }

  @Override
  public String getSchemaName(int column) {
    return "";
  }

  @Override
  public String getTableName(int column) {
    return "";
  }

  @Override
  public String getCatalogName(int column) {
    return "";
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrapped.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
