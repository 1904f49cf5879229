package dev.headrace.check.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.check.UncheckedSqlException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RowsTest {
  private static Stream<Integer> stream(FakeRows fake) throws SQLException {
    return Rows.stream(
        Lease.of(fake.dataSource(), null),
        fake.statement(),
        fake.rows(),
        rows -> Columns.requireInt(rows, 1));
  }

  @Test
  void oneRowIsNeitherNoneNorTwo() throws SQLException {
    ResultSet rows = new FakeRows(List.of(1)).rows();
    Rows.requireRow(rows);
    Rows.requireNoMore(rows);
    SQLException none =
        catchThrowableOfType(
            SQLException.class, () -> Rows.requireRow(new FakeRows(List.of()).rows()));
    assertThat(none.getSQLState()).isEqualTo("02000");
    ResultSet more = new FakeRows(List.of(1, 2)).rows();
    Rows.requireRow(more);
    SQLException two = catchThrowableOfType(SQLException.class, () -> Rows.requireNoMore(more));
    assertThat(two.getSQLState()).isEqualTo("21000");
  }

  @Test
  void theCountsOfABatchAreSummedUpBeyondInt() throws SQLException {
    assertThat(Rows.changed(new int[0])).isZero();
    assertThat(Rows.changed(new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 0}))
        .isEqualTo(2L * Integer.MAX_VALUE);
    SQLException unknown =
        catchThrowableOfType(
            SQLException.class,
            () -> Rows.changed(new int[] {1, java.sql.Statement.SUCCESS_NO_INFO}));
    assertThat(unknown.getSQLState()).isEqualTo("0A000");
  }

  @Test
  void aStreamReadsRowsWhenTheyAreWantedAndClosesAll() throws SQLException {
    FakeRows fake = new FakeRows(List.of(3, 1, 2));
    try (Stream<Integer> stream = stream(fake)) {
      assertThat(stream.limit(2).toList()).containsExactly(3, 1);
      assertThat(fake.closed).isEmpty();
    }
    assertThat(fake.closed).containsExactly("ResultSet", "PreparedStatement", "Connection");
  }

  @Test
  void whatFailsWhileAStreamIsReadIsUncheckedAndItStillCloses() throws SQLException {
    FakeRows fake = new FakeRows(java.util.Arrays.asList(1, null));
    try (Stream<Integer> stream = stream(fake)) {
      assertThat(catchThrowableOfType(UncheckedSqlException.class, stream::toList))
          .hasRootCauseMessage("column \"price\" is NULL");
    }
    assertThat(fake.closed).hasSize(3);
  }

  @Test
  void aStreamClosesTheOthersIfOneDoesNotClose() throws SQLException {
    FakeRows fake = new FakeRows(List.of());
    fake.failing.addAll(List.of("ResultSet", "Connection"));
    UncheckedSqlException failed =
        catchThrowableOfType(UncheckedSqlException.class, stream(fake)::close);
    assertThat(failed).hasRootCauseMessage("ResultSet does not close");
    assertThat(Objects.requireNonNull(failed.getCause()).getSuppressed()).hasSize(1);
    assertThat(fake.closed).containsExactly("ResultSet", "PreparedStatement", "Connection");
  }
}
