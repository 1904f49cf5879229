package dev.headrace.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages are PostgreSQL 15's, as its driver gives them. */
final class ConstraintsTest {
  private static SQLException exception(String message, String state) {
    return new SQLException(message, state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          23505 | ERROR: duplicate key value violates unique constraint "k"
          23514 | ERROR: new row for relation "t" violates check constraint "k"
          23503 | ERROR: insert or update on table "t" violates foreign key constraint "k"
          23503 | ERROR: update or delete on table "t" violates foreign key constraint "k" on table "u"
          23P01 | ERROR: conflicting key value violates exclusion constraint "k"
          23505 | FEHLER: doppelter Schlüsselwert verletzt Unique-Constraint »k«
          23503 | FEHLER: Aktualisieren oder Löschen in Tabelle »t« verletzt Fremdschlüssel-Constraint »k« von Tabelle »u«
          23514 | ERROR: el nuevo registro para la relación «t» viola la restricción «check» «k»
          23505 | ERREUR: la valeur d'une clé dupliquée rompt la contrainte unique « k »
          23503 | ERROR: テーブル"t"の更新または削除は、テーブル"u"の外部キー制約"k"に違反します
          23514 | ОШИБКА: новая строка в отношении "t" нарушает ограничение-проверку "k"
          """)
  void theMessageNamesTheConstraint(String state, String message) {
    SQLException exception = exception(message + "\n  Detail: Key (a)=(\"other\") exists.", state);
    assertThat(Constraints.isViolated(exception, "k")).isTrue();
    assertThat(Constraints.isViolated(exception, "other")).isFalse();
    assertThat(Constraints.isViolated(exception, "ke")).isFalse();
    assertThat(Constraints.isViolated(exception, "constraint")).isFalse();
  }

  @Test
  void inEnglishATableIsNotMistakenForAConstraint() {
    SQLException exception =
        exception("insert or update on table \"t\" violates foreign key constraint \"k\"", "23503");
    assertThat(Constraints.isViolated(exception, "t")).isFalse();
  }

  @Test
  void namesMayHaveAnything() {
    String name = "It's \"quoted\" «so»";
    SQLException exception =
        exception("duplicate key value violates unique constraint \"" + name + "\"", "23505");
    assertThat(Constraints.isViolated(exception, name)).isTrue();
    assertThat(Constraints.isViolated(exception, "quoted")).isFalse();
  }

  @Test
  void otherErrorsViolateNoConstraint() {
    String missing = "null value in column \"k\" of relation \"t\" violates not-null constraint";
    assertThat(Constraints.isViolated(exception(missing, "23502"), "k")).isFalse();
    assertThat(Constraints.isViolated(exception("relation \"k\" does not exist", "42P01"), "k"))
        .isFalse();
    assertThat(Constraints.isViolated(new SQLException((String) null), "k")).isFalse();
  }

  @Test
  void whatABatchIsAboutIsInTheExceptionBehindIt() {
    SQLException cause = exception("duplicate key value violates unique constraint \"k\"", "23505");
    BatchUpdateException batch =
        new BatchUpdateException(
            "Batch entry 0 INSERT INTO \"t\" VALUES (1) was aborted", "23505", new int[0], cause);
    assertThat(Constraints.isViolated(batch, "k")).isTrue();
    assertThat(Constraints.isViolated(batch, "t")).isFalse();
  }
}
