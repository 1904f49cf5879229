package dev.headrace.check.jdbc;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes values of Java of what JDBC has read. */
public final class Values {
  private Values() {}

  /** Makes one value of another. */
  public interface Conversion<T, R> {
    R convert(T value) throws SQLException;
  }

  public static <T, R> @Nullable R convertedOrNull(@Nullable T value, Conversion<T, R> conversion)
      throws SQLException {
    return value == null ? null : conversion.convert(value);
  }

  /** The elements of an array, none of which is NULL. */
  public static <T> List<T> elements(Array array, Conversion<Object, T> conversion)
      throws SQLException {
    List<T> list = new ArrayList<>();
    for (Object element : (Object[]) array.getArray()) {
      if (element == null) {
        throw new SQLException("an element of an array is NULL", "22004");
      }
      list.add(conversion.convert(element));
    }
    return list;
  }

  /** The elements of an array. */
  public static <T> List<@Nullable T> elementsOrNull(Array array, Conversion<Object, T> conversion)
      throws SQLException {
    List<@Nullable T> list = new ArrayList<>();
    for (@Nullable Object element : (@Nullable Object[]) array.getArray()) {
      list.add(element == null ? null : conversion.convert(element));
    }
    return list;
  }

  /**
   * What a converter gave, which must not be null.
   *
   * @param converter what it is called
   * @param what it is for
   */
  public static <T> T given(@Nullable T value, String converter, String what) {
    if (value == null) {
      throw new IllegalStateException("converter " + converter + " gave null for " + what);
    }
    return value;
  }
}
