package dev.headrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What parameters are when the client does not say. */
final class ParametersTest {
  private final Planner planner = new Planner(TestCatalog.standard());

  private List<SqlType> types(String sql, List<? extends @Nullable SqlType> declared) {
    return switch (SqlParser.parse(sql).getFirst().statement()) {
      case Statement.Select select -> planner.query(select.query(), declared).parameterTypes();
      case Statement.Insert insert -> planner.insert(insert.body(), declared).parameterTypes();
      case Statement.Update update -> planner.update(update.body(), declared).parameterTypes();
      case Statement.Delete delete -> planner.delete(delete.body(), declared).parameterTypes();
      default -> throw new IllegalArgumentException(sql);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT $1                                        | text",
        "SELECT $1::int                                   | integer",
        "SELECT * FROM t WHERE id = $1                    | integer",
        "SELECT * FROM t WHERE $1 < c                     | bigint",
        "SELECT * FROM t WHERE n = $1                     | numeric",
        "SELECT * FROM t WHERE s LIKE $1                  | text",
        "SELECT * FROM t WHERE a IN ($1, $2)              | integer, integer",
        "SELECT * FROM t WHERE a = ANY ($1)               | integer[]",
        "SELECT * FROM t WHERE ts BETWEEN $1 AND $2       | timestamp without time zone, timestamp without time zone",
        "SELECT a + $1 FROM t                             | integer",
        "SELECT coalesce($1, a) FROM t                    | integer",
        "SELECT CASE WHEN $1 THEN $2 ELSE c END FROM t    | boolean, bigint",
        "SELECT a FROM t LIMIT $1 OFFSET $2               | bigint, bigint",
        "SELECT a FROM t WHERE a = $2 AND s = $1          | text, integer",
        "SELECT $1 UNION SELECT a FROM t                  | integer",
        "SELECT left(s, $1) FROM t                        | integer",
        "SELECT * FROM t WHERE dt = $1 AND dt > $1        | date",
        "INSERT INTO t (id, n, v, dt) VALUES ($1, $2, $3, $4) | integer, numeric, character varying, date",
        "INSERT INTO u (id, y) SELECT $1, $2              | integer, integer",
        "UPDATE t SET d = $1, f = $2 WHERE id = $3        | double precision, boolean, integer",
        "DELETE FROM t WHERE id = $1                      | integer",
      })
  void contextDecides(String sql, String expected) {
    assertThat(types(sql, List.of()).stream().map(SqlType::toString))
        .isEqualTo(List.of(expected.split(", ", -1)));
  }

  @Test
  void declarationsGoFirst() {
    List<@Nullable SqlType> declared = new ArrayList<>();
    declared.add(SqlType.BIGINT);
    declared.add(null);
    assertThat(types("SELECT * FROM t WHERE a = $1 AND b = $2", declared))
        .containsExactly(SqlType.BIGINT, SqlType.INTEGER);
  }
}
