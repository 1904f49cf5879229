package dev.headrace.check.jdbc;

import dev.headrace.check.UncheckedSqlException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of a statement, and how many there are. */
public final class Rows {
  private Rows() {}

  /** Goes to the only row. */
  public static void requireRow(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw new SQLException("the statement gave no row", "02000");
    }
  }

  /** Insists that there is no other row. */
  public static void requireNoMore(ResultSet rows) throws SQLException {
    if (rows.next()) {
      throw new SQLException("the statement gave more than one row", "21000");
    }
  }

  /** How many rows a batch changed. */
  public static long changed(int[] counts) throws SQLException {
    long sum = 0;
    for (int count : counts) {
      if (count < 0) {
        throw new SQLException("the driver does not tell how many rows a batch changed", "0A000");
      }
      sum += count;
    }
    return sum;
  }

  /** What conversion makes of the rows. Closing the stream closes all that is given. */
  public static <T> Stream<T> stream(
      Lease lease,
      PreparedStatement statement,
      ResultSet rows,
      Values.Conversion<ResultSet, T> conversion) {
    return StreamSupport.stream(new Remaining<>(rows, conversion), false)
        .onClose(
            () -> {
              try (lease;
                  statement) {
                rows.close();
              } catch (SQLException e) {
                throw new UncheckedSqlException(e);
              }
            });
  }

  private static final class Remaining<T> extends Spliterators.AbstractSpliterator<T> {
    private final ResultSet rows;
    private final Values.Conversion<ResultSet, T> conversion;

    Remaining(ResultSet rows, Values.Conversion<ResultSet, T> conversion) {
      super(Long.MAX_VALUE, Spliterator.ORDERED);
      this.rows = rows;
      this.conversion = conversion;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
      T row;
      try {
        if (!rows.next()) {
          return false;
        }
        row = conversion.convert(rows);
      } catch (SQLException e) {
        throw new UncheckedSqlException(e);
      }
      action.accept(row);
      return true;
    }
  }
}
