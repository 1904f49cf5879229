package dev.headrace.check.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeaseTest {
  private final FakeRows fake = new FakeRows(List.of());

  @Test
  void aConnectionOfADataSourceIsGivenBack() throws SQLException {
    try (Lease lease = Lease.of(fake.dataSource(), null)) {
      assertThat(lease.own()).isTrue();
    }
    assertThat(fake.closed).containsExactly("Connection");
  }

  @Test
  void aConnectionOfTheCallersStaysOpen() throws SQLException {
    try (Lease lease = Lease.of(null, fake.connection())) {
      assertThat(lease.own()).isFalse();
    }
    assertThat(fake.closed).isEmpty();
  }

  @Test
  void allThatWasOpenedIsClosedAndWhatFailsIsAddedToTheException() throws SQLException {
    fake.failing.add("PreparedStatement");
    Exception exception = new SQLException("first");
    Lease.close(exception, null, fake.statement(), Lease.of(fake.dataSource(), null));
    assertThat(fake.closed).containsExactly("PreparedStatement", "Connection");
    assertThat(exception.getSuppressed()).hasSize(1);
    assertThat(exception.getSuppressed()[0]).hasMessage("PreparedStatement does not close");
  }
}
