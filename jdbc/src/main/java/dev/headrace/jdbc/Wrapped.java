package dev.headrace.jdbc;

import java.sql.SQLException;

/** What {@link java.sql.Wrapper} asks of every object of the driver. */
final class Wrapped {
  private Wrapped() {}

  static <T> T unwrap(Object object, Class<T> type) throws SQLException {
    if (!type.isInstance(object)) {
      throw Errors.invalid("no " + type.getName());
    }
    return type.cast(object);
  }
}
