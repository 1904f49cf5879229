package dev.headrace.check.processor;

import java.util.List;

/** What generated classes have besides their methods. Imports makes its names short. */
final class Templates {
  private Templates() {}

  static final String CONNECTIONS =
      """
        private final javax.sql.@org.jspecify.annotations.Nullable DataSource dataSource;
        private final java.sql.@org.jspecify.annotations.Nullable Connection connection;

        /** Takes a connection for each call. */
        public CLASS(javax.sql.DataSource dataSource) {
          this.dataSource = dataSource;
          this.connection = null;
        }

        /** Uses one connection, with the transaction that it is in, and leaves it open. */
        public CLASS(java.sql.Connection connection) {
          this.dataSource = null;
          this.connection = connection;
        }
      """;

  /**
   * A member that is written where it is used.
   *
   * @param name that the using code has in it
   */
  record Helper(String name, String code) {}

  /** All of them; one that uses another one is before it. */
  static final List<Helper> HELPERS =
      List.of(
          new Helper(
              "stream(",
              """

                private static <T> java.util.stream.Stream<T> stream(
                    Lease lease,
                    java.sql.PreparedStatement statement,
                    java.sql.ResultSet rows,
                    Conversion<java.sql.ResultSet, T> conversion) {
                  return java.util.stream.StreamSupport.stream(
                          new java.util.Spliterators.AbstractSpliterator<T>(
                              Long.MAX_VALUE, java.util.Spliterator.ORDERED) {
                            @Override
                            public boolean tryAdvance(java.util.function.Consumer<? super T> action) {
                              T row;
                              try {
                                if (!rows.next()) {
                                  return false;
                                }
                                row = conversion.convert(rows);
                              } catch (java.sql.SQLException e) {
                                throw new dev.headrace.check.UncheckedSqlException(e);
                              }
                              action.accept(row);
                              return true;
                            }
                          },
                          false)
                      .onClose(
                          () -> {
                            try (lease;
                                statement) {
                              rows.close();
                            } catch (java.sql.SQLException e) {
                              throw new dev.headrace.check.UncheckedSqlException(e);
                            }
                          });
                }
              """),
          new Helper(
              " close(",
              """

                private static void close(
                    Exception e, @org.jspecify.annotations.Nullable AutoCloseable... opened) {
                  for (AutoCloseable each : opened) {
                    try {
                      if (each != null) {
                        each.close();
                      }
                    } catch (Exception suppressed) {
                      e.addSuppressed(suppressed);
                    }
                  }
                }
              """),
          new Helper(
              "changed(",
              """

                private static long changed(int[] counts) throws java.sql.SQLException {
                  long sum = 0;
                  for (int count : counts) {
                    if (count < 0) {
                      throw new java.sql.SQLException(
                          "the driver does not tell how many rows a batch changed", "0A000");
                    }
                    sum += count;
                  }
                  return sum;
                }
              """),
          new Helper(
              "elementsOrNull(",
              """

                private static <T> java.util.List<@org.jspecify.annotations.Nullable T> elementsOrNull(
                    java.sql.Array array, Conversion<Object, T> conversion) throws java.sql.SQLException {
                  java.util.List<@org.jspecify.annotations.Nullable T> list = new java.util.ArrayList<>();
                  for (Object element : (Object[]) array.getArray()) {
                    list.add(element == null ? null : conversion.convert(element));
                  }
                  return list;
                }
              """),
          new Helper(
              "elements(",
              """

                private static <T> java.util.List<T> elements(
                    java.sql.Array array, Conversion<Object, T> conversion) throws java.sql.SQLException {
                  java.util.List<T> list = new java.util.ArrayList<>();
                  for (Object element : (Object[]) array.getArray()) {
                    if (element == null) {
                      throw new java.sql.SQLException("an element of an array is NULL", "22004");
                    }
                    list.add(conversion.convert(element));
                  }
                  return list;
                }
              """),
          new Helper(
              "convertedOrNull(",
              """

                private static <T, R> @org.jspecify.annotations.Nullable R convertedOrNull(
                    @org.jspecify.annotations.Nullable T value, Conversion<T, R> conversion)
                    throws java.sql.SQLException {
                  return value == null ? null : conversion.convert(value);
                }
              """),
          new Helper(
              "converted(",
              """

                private static <T, R> R converted(T value, Conversion<T, R> conversion)
                    throws java.sql.SQLException {
                  return conversion.convert(value);
                }
              """),
          new Helper(
              "notNull(",
              """

                private static <T> T notNull(
                    @org.jspecify.annotations.Nullable T value, java.sql.ResultSet rows, int column)
                    throws java.sql.SQLException {
                  if (value == null || rows.wasNull()) {
                    throw new java.sql.SQLException(
                        "column \\"" + rows.getMetaData().getColumnLabel(column) + "\\" is NULL", "22004");
                  }
                  return value;
                }
              """),
          new Helper(
              "orNull(",
              """

                private static <T> @org.jspecify.annotations.Nullable T orNull(
                    @org.jspecify.annotations.Nullable T value, java.sql.ResultSet rows)
                    throws java.sql.SQLException {
                  return rows.wasNull() ? null : value;
                }
              """),
          new Helper(
              "given(",
              """

                private static <T> T given(
                    @org.jspecify.annotations.Nullable T value, String converter, String what) {
                  if (value == null) {
                    throw new IllegalStateException(
                        "converter " + converter + " gave null for " + what);
                  }
                  return value;
                }
              """),
          new Helper(
              "requireRow(",
              """

                private static void requireRow(java.sql.ResultSet rows) throws java.sql.SQLException {
                  if (!rows.next()) {
                    throw new java.sql.SQLException("the statement gave no row", "02000");
                  }
                }
              """),
          new Helper(
              "requireNoMore(",
              """

                private static void requireNoMore(java.sql.ResultSet rows) throws java.sql.SQLException {
                  if (rows.next()) {
                    throw new java.sql.SQLException("the statement gave more than one row", "21000");
                  }
                }
              """),
          new Helper(
              "Conversion<",
              """

                private interface Conversion<T, R> {
                  R convert(T value) throws java.sql.SQLException;
                }
              """),
          new Helper(
              "Lease",
              """

                /** A connection for one statement; one of the data source's is given back. */
                private record Lease(java.sql.Connection connection, boolean own) implements AutoCloseable {
                  @Override
                  public void close() throws java.sql.SQLException {
                    if (own) {
                      connection.close();
                    }
                  }
                }

                private Lease lease() throws java.sql.SQLException {
                  return dataSource != null
                      ? new Lease(dataSource.getConnection(), true)
                      : new Lease(java.util.Objects.requireNonNull(connection), false);
                }
              """));
}
