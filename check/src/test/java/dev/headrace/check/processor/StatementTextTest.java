package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ids} is a list. */
final class StatementTextTest {
  private static StatementText text(String sql) {
    return new StatementText(sql, name -> name.equals("ids"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "a = :x AND b = :y OR c = :x # a = $1 AND b = $2 OR c = $1 # a = ? AND b = ? OR c = ?",
        "a = :o.id::text # a = $1::text # a = ?::text",
        "a IN (:ids) # a = ANY ($1) # a = ANY (?)",
        "a not in ( :ids ) # a <> ALL ( $1 ) # a <> ALL ( ? )",
        "a IN (:x) # a IN ($1) # a IN (?)",
        "a IN (:ids, 1) # a IN ($1, 1) # a IN (?, 1)",
        "':x' || \":x\" || E'\\':x' || $q$:x$q$ # ':x' || \":x\" || E'\\':x' || $q$:x$q$ # ':x' || \":x\" || E'\\':x' || $q$:x$q$",
        "1 /* :x /* :y */ :z */ + :a -- :b # 1 /* :x /* :y */ :z */ + $1 -- :b # 1 /* :x /* :y */ :z */ + ? -- :b",
        "a[1 : 2] || '?' # a[1 : 2] || '?' # a[1 : 2] || '?'",
        "j ? 'k' # j ? 'k' # j ?? 'k'",
        "not (inn = :x) # not (inn = $1) # not (inn = ?)",
      })
  void parametersAreNumbered(String sql, String numbered, String jdbc) {
    assertThat(text(sql).numbered()).isEqualTo(numbered);
    assertThat(text(sql).jdbc()).isEqualTo(jdbc);
  }

  @Test
  void placesAreThoseOfTheTextAsWritten() {
    StatementText text = text("SELECT :first, oops FROM t WHERE a IN (:ids) AND wrong");
    int oops = text.numbered().indexOf("oops");
    int wrong = text.numbered().indexOf("wrong");
    assertThat(text.place(oops)).isEqualTo(15);
    assertThat(text.place(wrong)).isEqualTo(49);
    assertThat(text.place(text.numbered().length())).isEqualTo(54);
  }
}
