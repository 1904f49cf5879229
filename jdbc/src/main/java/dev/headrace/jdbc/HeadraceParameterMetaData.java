package dev.headrace.jdbc;

import dev.headrace.model.SqlType;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** About the parameters of a statement. */
record HeadraceParameterMetaData(List<SqlType> types) implements ParameterMetaData {
  private SqlType type(int parameter) throws SQLException {
    if (parameter < 1 || parameter > types.size()) {
      throw Errors.invalid("no parameter " + parameter + " of " + types.size());
    }
    return types.get(parameter - 1);
  }

  @Override
  public int getParameterCount() {
    return types.size();
  }

  @Override
  public int isNullable(int parameter) {
    return parameterNullableUnknown;
  }

  @Override
  public boolean isSigned(int parameter) throws SQLException {
    return TypeCodes.isSigned(type(parameter));
  }

  @Override
  public int getPrecision(int parameter) throws SQLException {
    return TypeCodes.precision(type(parameter));
  }

  @Override
  public int getScale(int parameter) throws SQLException {
    return TypeCodes.scale(type(parameter));
  }

  @Override
  public int getParameterType(int parameter) throws SQLException {
    return TypeCodes.of(type(parameter));
  }

  @Override
  public String getParameterTypeName(int parameter) throws SQLException {
    return TypeNames.of(type(parameter));
  }

  @Override
  public String getParameterClassName(int parameter) throws SQLException {
    return TypeCodes.classOf(type(parameter)).getName();
  }

  @Override
  public int getParameterMode(int parameter) {
    return parameterModeIn;
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
