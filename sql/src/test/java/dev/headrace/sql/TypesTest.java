package dev.headrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The types of expressions, as {@code pg_typeof} of PostgreSQL 15 has them. */
final class TypesTest {
  private final Planner planner = new Planner(TestCatalog.standard());

  @TestFactory
  Stream<DynamicTest> expressionsHaveTheTypesOfPostgres() {
    List<String> lines = Tables.lines("types.txt");
    assertThat(lines).hasSizeGreaterThan(200);
    return lines.stream()
        .map(
            line -> {
              int at = line.lastIndexOf(" | ");
              String expression = line.substring(0, at);
              return DynamicTest.dynamicTest(
                  expression, () -> assertThat(type(expression)).isEqualTo(line.substring(at + 3)));
            });
  }

  private String type(String expression) {
    ParsedStatement parsed = SqlParser.parse("SELECT " + expression + " FROM kinds").getFirst();
    ParsedQuery query = ((Statement.Select) parsed.statement()).query();
    return Types.name(planner.query(query, List.of()).fields().getFirst().type());
  }
}
