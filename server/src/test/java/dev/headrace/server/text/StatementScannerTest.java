package dev.headrace.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.server.text.StatementScanner.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementScannerTest {
  @Test
  void splitsAtSemicolonsAndKeepsOffsets() {
    assertThat(StatementScanner.split("select 1; select 2;\n"))
        .containsExactly(new Statement("select 1", 0), new Statement("select 2", 10));
  }

  @Test
  void lastStatementNeedsNoSemicolon() {
    assertThat(StatementScanner.split("select 1; select 2"))
        .containsExactly(new Statement("select 1", 0), new Statement("select 2", 10));
  }

  @Test
  void commentsAndEmptyStatementsAreNoStatements() {
    assertThat(StatementScanner.split(";; -- nothing; here\n /* nor; here */ ;")).isEmpty();
  }

  @Test
  void statementStartsAtItsFirstWord() {
    assertThat(StatementScanner.split("-- why\nselect 1;"))
        .containsExactly(new Statement("select 1", 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ';'",
        "select 'it''s; so'",
        "select e'\\';'",
        "select \";\"",
        "select $$;$$",
        "select $a$;$b$;$a$",
        "select 1 -- ;\n + 1",
        "select /* ; /* ; */ ; */ 1",
      })
  void semicolonInsideAnElementDoesNotSplit(String sql) {
    assertThat(StatementScanner.split(sql + ";")).containsExactly(new Statement(sql, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select ';",
        "select \";",
        "select $$;",
        "select $a$;$a",
        "select /* ;",
        "select 1; /* open",
      })
  void textIsIncompleteWhileAnElementOrStatementIsOpen(String sql) {
    assertThat(StatementScanner.scan(sql).complete()).isFalse();
  }

  @Test
  void parameterIsNotADollarQuotedString() {
    assertThat(StatementScanner.split("select $1; select $2;")).hasSize(2);
  }

  @Test
  void restIsWhatFollowsTheLastSemicolon() {
    StatementScanner.Scan scan = StatementScanner.scan("select 1; select");
    assertThat(scan.rest()).isEqualTo(new Statement("select", 10));
    assertThat(scan.complete()).isFalse();
  }

  @Test
  void firstWordIsBehindComments() {
    assertThat(StatementScanner.firstWord("/* a */ -- b\n Select 1")).isEqualTo("SELECT");
    assertThat(StatementScanner.firstWord("(select 1)")).isEmpty();
    assertThat(StatementScanner.firstWord("/* open")).isEmpty();
  }
}
