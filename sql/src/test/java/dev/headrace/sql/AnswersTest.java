package dev.headrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.Rel;
import dev.headrace.ir.testkit.RelExecutor;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Queries, their plans executed by the book, against the answers of PostgreSQL 15 over the same
 * rows ({@code data.sql}): subqueries of every kind above all, whose plans look nothing like them.
 */
final class AnswersTest {
  private final Planner planner = new Planner(TestCatalog.standard());
  private final Map<String, List<List<@Nullable Object>>> rows = new HashMap<>();

  AnswersTest() {
    for (ParsedStatement parsed : SqlParser.parse(String.join("\n", Tables.lines("data.sql")))) {
      Statement.Insert insert = (Statement.Insert) parsed.statement();
      PlannedInsert planned = planner.insert(insert.body(), List.of());
      rows.put(insert.table(), execute(planned.rel()));
    }
  }

  private List<List<@Nullable Object>> execute(Rel rel) {
    return new RelExecutor(name -> rows.getOrDefault(name, List.of()), List.of()).execute(rel);
  }

  @TestFactory
  Stream<DynamicTest> plansGiveTheAnswersOfPostgres() {
    List<String> lines = Tables.lines("answers.txt");
    assertThat(lines).hasSizeGreaterThan(100);
    return lines.stream()
        .map(
            line -> {
              int at = line.indexOf(" => ");
              String sql = line.substring(0, at);
              return DynamicTest.dynamicTest(
                  sql, () -> assertThat(answer(sql)).isEqualTo(line.substring(at + 4)));
            });
  }

  private String answer(String sql) {
    ParsedQuery query = ((Statement.Select) SqlParser.parse(sql).getFirst().statement()).query();
    return execute(planner.query(query, List.of()).rel()).stream()
        .map(row -> row.stream().map(AnswersTest::text).collect(Collectors.joining("|")))
        .sorted()
        .collect(Collectors.joining(" ; "));
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Boolean truth -> truth ? "t" : "f";
      case BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }
}
