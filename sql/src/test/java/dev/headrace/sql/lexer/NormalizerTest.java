package dev.headrace.sql.lexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Slice;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalizerTest {
  private final Normalizer normalizer = new Normalizer();

  private String normal(String text) {
    assertThat(normalizer.read(text, true)).as(text).isTrue();
    return normalizer.parameterized();
  }

  private List<Object> values(String text) {
    normal(text);
    return normalizer.values();
  }

  @Test
  void commentsWhiteSpaceAndCaseDoNotCount() {
    String expected = normal("select a from t where id = 1");
    assertThat(normal("/* 17 */ SELECT a\n\tFROM T -- all\n WHERE Id=2 /* x */ ;"))
        .isEqualTo(expected);
    assertThat(expected).isEqualTo("select a from t where id = $1");
  }

  @Test
  void keysOfTextsThatDifferInValuesAreEqual() {
    normalizer.read("SELECT * FROM t WHERE id = 1 AND name = 'a'", true);
    StatementKey key = normalizer.key();
    normalizer.read("select * from t where id = 25 and name='b''c' /* 2 */", true);
    assertThat(normalizer.key()).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat((Object) normalizer).isEqualTo(key);
    assertThat(normalizer.hashCode()).isEqualTo(key.hashCode());
    assertThat(normalizer.values()).containsExactly(25, Slice.of("b'c"));
    normalizer.read("select * from t where id = 25 and name = 26", true);
    assertThat((Object) normalizer).isNotEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select a from t where a % 10 = 3   | select a from t where a % 10 = $1",
        "select a from t where a + 1 - 2 > 3 | select a from t where a + 1 - 2 > $1",
        "select a from t where a % $1 = 3   | select a from t where a % $1 = $2",
        "select a from t where (a + 1) * 2 between 3 and 4 | select a from t where (a + 1) * 2 between $1 and $2",
        "select a from t where 1 + 2 = 3    | select a from t where 1 + 2 = 3",
        "select a from t where a = -1 + 2   | select a from t where a = -1 + 2"
      })
  void whatIsComputedOfAnOperandIsComparedLikeIt(String text, String expected) {
    assertThat(normal(text)).isEqualTo(expected.replace("= -1", "= - 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insert into t values (1, 2) on conflict (a) do update set b = 5 | insert into t values ($1, $2) on conflict (a) do update set b = $3",
        "insert into t values (1) on conflict (a) do update set b = t.b + 1, c = 'x' where t.b < 7 returning b + 2 | insert into t values ($1) on conflict (a) do update set b = t.b + $2, c = $3 where t.b < $4 returning b + 2",
        "insert into t values (1) on conflict (a) where b = 1 do update set c = 4 | insert into t values ($1) on conflict (a) where b = 1 do update set c = $2",
        "insert into t values (1) on conflict (a) do update set (b, c) = (4, 5) | insert into t values ($1) on conflict (a) do update set (b, c) = (4, 5)"
      })
  void whatAConflictSetsIsTakenOut(String text, String expected) {
    assertThat(normal(text)).isEqualTo(expected);
  }

  @Test
  void quotedNamesAndStringsKeepTheirCase() {
    assertThat(normal("SELECT \"A b\", 'C  d' FROM T")).isEqualTo("select \"A b\", 'C  d' from t");
    assertThat(normal("SELECT a.\"B\" . c FROM T")).isEqualTo("select a.\"B\".c from t");
  }

  @Test
  void aLiteralsTypeGoesByItsSize() {
    assertThat(values("select a from t where a = 2147483647 and b = 2147483648 and c = 1.50"))
        .containsExactly(2147483647, 2147483648L, new BigDecimal("1.50"));
    assertThat(values("select a from t where a = -2147483648 and b = - 9223372036854775808"))
        .containsExactly(Integer.MIN_VALUE, Long.MIN_VALUE);
    assertThat(values("select a from t where a = 9223372036854775808 or a < .5"))
        .containsExactly(new BigDecimal("9223372036854775808"), new BigDecimal(".5"));
  }

  @Test
  void differentTypesAreDifferentKeys() {
    normalizer.read("select a from t where a = 1", true);
    StatementKey integer = normalizer.key();
    for (String other : List.of("5000000000", "1.0", "'1'")) {
      normalizer.read("select a from t where a = " + other, true);
      assertThat(normalizer.key()).isNotEqualTo(integer);
    }
  }

  @Test
  void literalsOfChangesAreTakenOut() {
    assertThat(normal("INSERT INTO t (a, b) VALUES (1, 'x'), (-2, NULL), (1 + 1, lower('X'))"))
        .isEqualTo("insert into t (a, b) values ($1, $2), ($3, null), (1 + 1, lower ('X'))");
    assertThat(normal("UPDATE t SET a = 5, b = b + 1 WHERE c >= 'x' AND d BETWEEN 1 AND 9"))
        .isEqualTo("update t set a = $1, b = b + $2 where c >= $3 and d between $4 and $5");
    assertThat(normal("DELETE FROM t WHERE a <> 1.5")).isEqualTo("delete from t where a <> $1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update t set a = a + 5         | update t set a = a + $1",
        "update t set a = a + -5        | update t set a = a + $1",
        "update t set a = a - 5, b = 1  | update t set a = a - $1, b = $2",
        "update t set a = a*(b % 7)     | update t set a = a * (b % $1)",
        "update t set a = a * 2 + 5     | update t set a = a * 2 + $1",
        "update t set a = a + 2 * b     | update t set a = a + 2 * b",
        "update t set a = a + 2 ^ b     | update t set a = a + 2 ^ b",
        "update t set a = a ^ 2         | update t set a = a ^ 2",
        "update t set a = d + '1'       | update t set a = d + '1'",
        "update t set a = a + 5::bigint | update t set a = a + 5 :: bigint",
        "update t set a = case when b + 1 > c + 2 then d + 3 end | update t set a = case when b + 1 > c + $1 then d + $2 end",
        "update t set a = a + 1 where b + 2 = 3 | update t set a = a + $1 where b + 2 = $2",
        "update t set a = (select b + 1 from u group by b + 1) | update t set a = (select b + 1 from u group by b + 1)",
        "update t set a = 1 from u where t.b + 2 > 0 returning a + 3 | update t set a = $1 from u where t.b + 2 > $2 returning a + 3",
        "select a + 1 from t | select a + 1 from t"
      })
  void numbersOfAssignmentsAreTakenOut(String text, String normal) {
    assertThat(normal(text)).isEqualTo(normal);
  }

  @Test
  void aNumberHasItsSignUnlessItIsSubtracted() {
    normalizer.read("update t set a = a - -5, b = b - 2147483648, c = c + - 2147483648", true);
    assertThat(normalizer.values()).containsExactly(-5, 2147483648L, -2147483648);
  }

  @Test
  void literalsStandBehindTheStatementsOwnParameters() {
    assertThat(normal("select a from t where a = 7 and b = $2 limit 3 offset 4"))
        .isEqualTo("select a from t where a = $3 and b = $2 limit $4 offset $5");
    assertThat(normalizer.ownParameters()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1, 'x', a + 5 from t",
        "select a = 1 from t group by a = 1 order by 1",
        "select a from t where a = 1 + b",
        "select a from t where a = 1 :: bigint",
        "select a from t where a = date '2020-01-01'",
        "select a from t where a > now () - interval '1 day'",
        "select a from t where a in (1, 2, 3)",
        "select a from t where a like 'x%'",
        "select a from t where 1 = 1",
        "select cast (a as varchar (10)) from t where b = 1e3",
        "select extract (year from a) from t where substring (b from 1 for 2) is null",
        "select sum (a) over (order by b rows between 1 preceding and 1 following) from t",
        "select a from t group by a having a > 5",
        "insert into t values (1 + 2, f (3)) on conflict (a) where b = 1 do nothing",
        "insert into t select a from u join v on u.b = 1 where u.c = 2",
        "select a from t where (a, b) = (1, 2)",
        "values (1, 'a')",
        "select a from t fetch first 3 rows only"
      })
  void literalsThatMeanMoreThanTheirValueStay(String text) {
    assertThat(normal(text)).isEqualTo(text);
    assertThat(normalizer.literals()).isZero();
  }

  @Test
  void conditionsOfSubqueriesAreConditionsAndTheirListsAreNot() {
    assertThat(normal("select a from t where b in (select 1, c = 2 from u where d = 3) and e = 4"))
        .isEqualTo("select a from t where b in (select 1, c = 2 from u where d = $1) and e = $2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "explain select 1",
        "select 1; select 2",
        "select E'a\\n'",
        "select 'a' 'b'",
        "select U&'a'",
        "select $$a$$",
        "select 'a",
        "select \"a",
        "select /* a /* b */ */ 1",
        "select /*+ hint */ 1",
        "select /* a",
        "select 1a",
        "select (1",
        "select 1)",
        "select '\u0001'"
      })
  void whatIsUnusualIsLeftToTheParser(String text) {
    assertThat(normalizer.read(text, true)).isFalse();
  }

  @Test
  void nothingIsTakenOutIfNotAsked() {
    assertThat(normalizer.read("SELECT A FROM T WHERE B = 1", false)).isTrue();
    assertThat(normalizer.parameterized()).isEqualTo("select a from t where b = 1");
    assertThat(normalizer.literals()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT 1,true,false",
    "begin,false,true",
    "COMMIT;,false,true",
    "set a = 1,false,false"
  })
  void kindsOfStatementsAreToldByTheirFirstWord(
      String text, boolean plannable, boolean transactionControl) {
    normalizer.read(text, true);
    assertThat(normalizer.isPlannable()).isEqualTo(plannable);
    assertThat(normalizer.isTransactionControl()).isEqualTo(transactionControl);
  }
}
