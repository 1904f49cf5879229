package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.statement.Description;
import dev.headrace.engine.statement.DescriptionText;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** EXPLAIN (DESCRIBE), and that its lines say all that a description has. */
final class DescribeStatementTest {
  private final Headrace headrace = Headrace.inMemory();
  private final Session session = headrace.connect();

  @AfterEach
  void close() {
    session.close();
    headrace.close();
  }

  private List<String> describe(String sql) {
    List<String> lines = new ArrayList<>();
    session.query(sql).rows().forEach(row -> lines.add(String.valueOf(row.getFirst())));
    return lines;
  }

  @Test
  void itSaysWhatAStatementTakesAndGives() {
    session.execute(
        """
        CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INTEGER, total NUMERIC(10, 2) NOT NULL);
        """);
    assertThat(
            describe(
                """
                EXPLAIN (DESCRIBE) SELECT o.id, c.name, sum(o.total) AS "a ""sum\"""
                FROM orders o LEFT JOIN customers c ON c.id = o.customer WHERE o.total > $1 AND o.id <> 7
                GROUP BY o.id, c.name
                """))
        .containsExactly(
            "kind SELECT",
            "parameter numeric ruled out",
            "column \"id\" bigint not null is \"orders.id\"",
            "column \"name\" text group 0 is \"customers.name\"",
            "column \"a \"\"sum\"\"\" numeric not null");
    assertThat(
            describe(
                "EXPLAIN (DESCRIBE, NULLABLE '2') UPDATE customers SET name = $2 WHERE id = $1"))
        .containsExactly(
            "kind UPDATE",
            "parameter integer ruled out",
            "parameter text required by \"customers.name\"");
    assertThatThrownBy(() -> describe("EXPLAIN (DESCRIBE, NULLABLE 'x') SELECT 1"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("NULLABLE has numbers of parameters");
    assertThatThrownBy(() -> describe("EXPLAIN (DESCRIBE) SELECT nam FROM customers"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("column \"nam\" does not exist");
  }

  @Test
  void linesAreReadAsTheyAreWritten() {
    Description description =
        new Description(
            Description.Kind.INSERT,
            List.of(
                column("plain", SqlType.BIGINT, false, OptionalInt.empty(), null),
                column("not null", SqlType.numeric(10, 2), true, OptionalInt.of(3), "a.b"),
                column("\"\\\n is \"x\"", SqlType.varchar(9), true, OptionalInt.empty(), "\"x\""),
                column("a", CatalogTypes.NAME, true, OptionalInt.empty(), null),
                column("b", SqlType.array(CatalogTypes.OID), true, OptionalInt.empty(), null),
                column("c", CatalogTypes.CHARACTER, true, OptionalInt.empty(), null),
                column("", SqlType.array(SqlType.DOUBLE), false, OptionalInt.of(0), "t. is \"")),
            List.of(
                new Description.Parameter(SqlType.TIMESTAMPTZ, Optional.empty(), true),
                new Description.Parameter(SqlType.character(3), Optional.of("t.\"c\""), false),
                new Description.Parameter(
                    SqlType.array(SqlType.varchar(5)), Optional.of("t. ruled out"), true)));
    assertThat(DescriptionText.parse(DescriptionText.lines(description))).isEqualTo(description);
  }

  private static Description.Column column(
      String name, SqlType type, boolean nullable, OptionalInt group, @Nullable String origin) {
    return new Description.Column(
        new Field(name, type, nullable), group, Optional.ofNullable(origin));
  }

  @Test
  void whatIsNoDescriptionIsRefused() {
    assertThatThrownBy(() -> DescriptionText.parse(List.of("column \"a\" bigint")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DescriptionText.parse(List.of("kind SELECT", "column \"a\" bigger")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no type: bigger");
    assertThatThrownBy(() -> DescriptionText.parse(List.of("kind SELECT", "columns")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
