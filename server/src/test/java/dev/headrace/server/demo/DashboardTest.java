package dev.headrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.server.client.Column;
import dev.headrace.server.client.ResultSink;
import dev.headrace.server.client.SqlClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DashboardTest {
  @Test
  void frameIsProgressAndTheViewsWithNumbersRounded() {
    Dashboard dashboard =
        new Dashboard(new OneResult(), List.of(new Dashboard.Panel("delays", "select 1")), "psql");
    assertThat(dashboard.frame(List.of(), Duration.ofSeconds(1)))
        .containsExactly(
            "0 rows  0 rows/s",
            "",
            "delays",
            " origin | flights | mean",
            "--------+---------+------",
            " 1.2345 |      12 | 6.67",
            "        |         |",
            "",
            "psql");
  }

  /** Answers every query with two rows. */
  private static final class OneResult implements SqlClient {
    @Override
    public void execute(String sql, ResultSink sink) {
      sink.begin(
          List.of(
              new Column("origin", Column.Style.TEXT),
              new Column("flights", Column.Style.NUMBER),
              new Column("mean", Column.Style.NUMBER)));
      sink.row(List.of("1.2345", "12", "6.6678676666666667"));
      sink.row(Arrays.asList(null, null, null));
      sink.end("SELECT 2");
    }

    @Override
    public void cancel() {}

    @Override
    public String description() {
      return "a fake";
    }

    @Override
    public void close() {}
  }
}
