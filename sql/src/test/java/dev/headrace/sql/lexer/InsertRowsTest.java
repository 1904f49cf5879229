package dev.headrace.sql.lexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Slice;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InsertRowsTest {
  private final Normalizer normalizer = new Normalizer();
  private final InsertRows inserts = new InsertRows(normalizer);

  private List<List<Object>> rows(String text) {
    assertThat(inserts.read(text)).as(text).isTrue();
    return inserts.rows();
  }

  @Test
  void severalRowsAreOneRowAndItsValues() {
    assertThat(rows("INSERT INTO T (a, b) VALUES (1, 'x'), (2,'y''s')\n, (-3, '(''),(') ;"))
        .containsExactly(
            List.of(1, Slice.of("x")), List.of(2, Slice.of("y's")), List.of(-3, Slice.of("('),(")));
    assertThat(inserts.parameterized()).isEqualTo("insert into t (a, b) values ($1, $2)");
  }

  @Test
  void theKeyIsThatOfTheSingleRow() {
    normalizer.read("insert into t values (7, 'z')", true);
    StatementKey single = normalizer.key();
    rows("insert into t values (1, 'x'), (2, 'y')");
    assertThat(inserts.form().key()).isEqualTo(single).hasSameHashCodeAs(single);
    assertThat(inserts.form().kinds()).containsExactly(LiteralKind.INTEGER, LiteralKind.TEXT);
  }

  @Test
  void theLargestNumberGivesTheType() {
    assertThat(rows("insert into t values (1, 2), (5000000000, 2.5), (3, NULL)"))
        .containsExactly(
            List.of(1L, BigDecimal.valueOf(2)),
            List.of(5_000_000_000L, new BigDecimal("2.5")),
            Arrays.asList(3L, null));
    assertThat(inserts.form().kinds()).containsExactly(LiteralKind.BIGINT, LiteralKind.NUMERIC);
  }

  @Test
  void nullIsAValueOfAnyType() {
    assertThat(rows("insert into t values (null, NULL, 1), ('x', null, Null)"))
        .containsExactly(Arrays.asList(null, null, 1), Arrays.asList(Slice.of("x"), null, null));
    assertThat(inserts.form().kinds())
        .containsExactly(LiteralKind.TEXT, LiteralKind.NULL, LiteralKind.INTEGER);
  }

  @Test
  void nullTakesTheCastOfTheOthers() {
    String expected = "insert into t values ($1 :: date, $2, $3 :: text)";
    for (String values :
        List.of(
            "('2024-01-01'::date, 1, null), (null, null, 'x'::text)",
            "(null, null, null), ('2024-01-01'::date, 1, 'x'::text), (null, 2, null)")) {
      rows("insert into t values " + values);
      assertThat(inserts.parameterized()).isEqualTo(expected);
    }
    assertThat(inserts.read("insert into t values ('x'::date), ('y')")).isFalse();
    assertThat(inserts.read("insert into t values ('x'::date), (1)")).isFalse();
  }

  @Test
  void whatIsNoLiteralIsTheSameInAllRows() {
    rows(
        "insert into t values (1, default, lower('X'), a.b + 1), (2, DEFAULT, lower( 'X' ),"
            + " a.b+1)");
    assertThat(inserts.parameterized())
        .isEqualTo("insert into t values ($1, default, lower ('X'), a.b + 1)");
    assertThat(inserts.read("insert into t values (1, default), (2, 3)")).isFalse();
    assertThat(inserts.read("insert into t values (lower('X')), (lower('Y'))")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into \"a \"\" b\".\"values\" values (1), (2)",
        "insert into s.t(a,b)values(1,2),(3,4)",
        "  Insert\tInto t Values (1),\r\n(2);;"
      })
  void namesAndSpaceMayBeAnything(String text) {
    assertThat(rows(text)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "insert",
        "insert into",
        "insert into t",
        "insert into t values",
        "insert into t values (1)",
        "insert into t values (1), ",
        "insert into t values (1), (2",
        "insert into t values (1), ('2)",
        "insert into t values (1), (2))",
        "insert into t values (1) (2)",
        "insert into t values (1), (2, 3)",
        "insert into t values (1), ('x')",
        "insert into t values (1), (2); select 1",
        "insert into t values (1), (2) returning a",
        "insert into t values (1), (2) on conflict do nothing",
        "insert into t values (1), (2) union all values (3)",
        "insert into t values (1), /* x */ (2)",
        "insert into t values (1), (2 -- x\n)",
        "insert into t values ($1), ($2)",
        "insert into t values ('a'), (E'b\\'), (1')",
        "insert into t values ('a'), ($$b$$)",
        "insert into t select 1 union values (2), (3)",
        "insert into t with x as (select 1) values (2), (3)",
        "insert into t as u values (1), (2)",
        "values (1), (2)",
        "inserts into t values (1), (2)",
        "insert intot values (1), (2)",
        "insert into t valuess (1), (2)"
      })
  void allElseIsLeftToTheParser(String text) {
    assertThat(inserts.read(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'insert into t values (''2024-01-01''::date)', 'insert into t values ($1 :: date)'",
    "'insert into t values (''x''::TIMESTAMP, 1)', 'insert into t values ($1 :: timestamp, $2)'",
    "'select a from t where a = ''1''::int4 and b = 2',"
        + " 'select a from t where a = $1 :: int4 and b = $2'"
  })
  void stringsAreTakenFromUnderTheCastsOfDrivers(String text, String expected) {
    assertThat(normalizer.read(text, true)).isTrue();
    assertThat(normalizer.parameterized()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into t values ('x' :: varchar (2))",
        "insert into t values ('2' :: numeric (4, 2))",
        "insert into t values ('{1}' :: int [])",
        "insert into t values ('x' :: regclass)",
        "insert into t values ('x' :: time with time zone)",
        "insert into t values ('x' :: text :: int)",
        "insert into t values ('1' :: interval year)",
        "insert into t values ('1' :: int + 1)",
        "insert into t values ('1' :: text.x)",
        "insert into t values ('1' ::"
      })
  void butNotWhereTheCastIsMore(String text) {
    normalizer.read(text, true);
    assertThat(normalizer.literals()).isZero();
  }
}
