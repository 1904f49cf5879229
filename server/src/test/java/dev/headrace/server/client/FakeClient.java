package dev.headrace.server.client;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that knows a table {@code flights} and a view {@code daily}. It answers the queries of
 * {@link RelationReader}, {@code SELECT number} with that number, and {@code FAIL} with an error at
 * its second character; everything else is a command without rows.
 */
public final class FakeClient implements SqlClient {
  private static final String TABLES = "information_schema.tables";
  private static final String COLUMNS = "information_schema.columns";

  /** Everything it was asked to run, but for the catalog. */
  public final List<String> statements = new ArrayList<>();

  @Override
  public void execute(String sql, ResultSink sink) {
    if (sql.contains(TABLES)) {
      rows(sink, List.of(List.of("flights", "BASE TABLE"), List.of("daily", "MATERIALIZED VIEW")));
    } else if (sql.contains(COLUMNS)) {
      rows(
          sink,
          List.of(
              List.of("flights", "origin", "text", "NO"),
              List.of("flights", "delay", "bigint", "YES"),
              List.of("daily", "day", "date", "YES")));
    } else {
      statements.add(sql);
      run(sql, sink);
    }
  }

  private static void run(String sql, ResultSink sink) {
    if (sql.startsWith("SELECT ")) {
      sink.begin(List.of(new Column("n", Column.Style.NUMBER)));
      sink.row(List.of(sql.substring(7)));
      sink.end("SELECT 1");
    } else if (sql.equals("FAIL")) {
      throw new StatementFailure(
          new SqlException(ErrorCode.SYNTAX_ERROR, "syntax error")
              .withPosition(new SqlException.Position(1, 2, 2)));
    } else {
      sink.command(sql);
    }
  }

  private static void rows(ResultSink sink, List<List<@Nullable String>> rows) {
    sink.begin(rows.getFirst().stream().map(_ -> new Column("c", Column.Style.TEXT)).toList());
    rows.forEach(sink::row);
    sink.end("SELECT " + rows.size());
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
