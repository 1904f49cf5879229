package dev.headrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Bad statements, their SQLSTATE, column, message and hint. PostgreSQL 15 says the same, but for
 * what is not supported and for places that it does not tell.
 */
final class ErrorsTest {
  private final TestCatalog catalog = TestCatalog.standard();
  private final Planner planner = new Planner(catalog);

  @TestFactory
  Stream<DynamicTest> badStatementsAreRefusedAsPostgresDoes() {
    List<String> lines = Tables.lines("errors.txt");
    assertThat(lines).hasSizeGreaterThan(150);
    return lines.stream()
        .map(
            line -> {
              int at = line.indexOf(" => ");
              String sql = line.substring(0, at);
              return DynamicTest.dynamicTest(
                  sql, () -> assertThat(error(sql)).isEqualTo(line.substring(at + 4)));
            });
  }

  private String error(String sql) {
    try {
      SqlParser.parse(sql).forEach(this::plan);
      return "no error";
    } catch (SqlException e) {
      SqlException.Position position = e.position();
      String hint = e.hint();
      return e.sqlState()
          + " @"
          + (position == null ? 0 : position.column())
          + " "
          + e.message()
          + (hint == null || hint.startsWith("No ") ? "" : " => " + hint);
    }
  }

  private void plan(ParsedStatement parsed) {
    switch (parsed.statement()) {
      case Statement.Select select -> planner.query(select.query(), List.of());
      case Statement.Insert insert -> planner.insert(insert.body(), List.of());
      case Statement.Update update -> planner.update(update.body(), List.of());
      case Statement.Delete delete -> planner.delete(delete.body(), List.of());
      case Statement.Merge merge -> planner.merge(merge.body(), List.of());
      case Statement.CreateTable create ->
          create.columns().forEach(column -> column.type().resolve(catalog));
      default -> {}
    }
  }
}
