package dev.headrace.check.jdbc;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What JDBC has of a query of one column, and what was closed of it. */
final class FakeRows {
  private static final Map<String, Object> ZEROS =
      Map.of(
          "getBoolean",
          false,
          "getShort",
          (short) 0,
          "getInt",
          0,
          "getLong",
          0L,
          "getFloat",
          0f,
          "getDouble",
          0d);

  private final List<? extends @Nullable Object> values;
  private int at = -1;

  /** What was closed, in this order. */
  final List<String> closed = new ArrayList<>();

  /** What fails when it is closed. */
  final List<String> failing = new ArrayList<>();

  FakeRows(List<? extends @Nullable Object> values) {
    this.values = values;
  }

  /** At a row with a value. */
  static ResultSet of(@Nullable Object value) throws SQLException {
    ResultSet rows = new FakeRows(Collections.singletonList(value)).rows();
    rows.next();
    return rows;
  }

  private interface Answer {
    @Nullable Object to(Method method) throws SQLException;
  }

  private <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.add(type.getSimpleName());
                if (failing.contains(type.getSimpleName())) {
                  throw new SQLException(type.getSimpleName() + " does not close");
                }
                return null;
              }
              return answer.to(method);
            }));
  }

  ResultSet rows() {
    return proxy(ResultSet.class, this::answer);
  }

  private @Nullable Object answer(Method method) {
    String name = method.getName();
    return switch (name) {
      case "next" -> ++at < values.size();
      case "wasNull" -> values.get(at) == null;
      case "getMetaData" -> proxy(ResultSetMetaData.class, label -> "price");
      default -> {
        Object value = values.get(at);
        yield value == null ? ZEROS.get(name) : value;
      }
    };
  }

  PreparedStatement statement() {
    return proxy(PreparedStatement.class, method -> null);
  }

  Connection connection() {
    return proxy(Connection.class, method -> null);
  }

  DataSource dataSource() {
    return proxy(DataSource.class, method -> connection());
  }
}
