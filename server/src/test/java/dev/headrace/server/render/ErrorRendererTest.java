package dev.headrace.server.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.server.client.SqlError;
import org.junit.jupiter.api.Test;

final class ErrorRendererTest {
  private static final SqlError UNKNOWN_COLUMN =
      new SqlError(
          "ERROR", "42703", "column \"dely\" does not exist", null, "Perhaps \"delay\".", 8);

  @Test
  void showsTheLineWithACaret() {
    assertThat(ErrorRenderer.lines(UNKNOWN_COLUMN, "select dely\nfrom flights", false))
        .containsExactly(
            "ERROR:  column \"dely\" does not exist",
            "LINE 1: select dely",
            "               ^",
            "HINT:  Perhaps \"delay\".");
  }

  @Test
  void verboseHasTheSqlState() {
    assertThat(ErrorRenderer.lines(UNKNOWN_COLUMN, "select dely", true).getFirst())
        .isEqualTo("ERROR:  42703: column \"dely\" does not exist");
  }

  @Test
  void lineNumbersAreThoseOfTheWholeText() {
    assertThat(ErrorRenderer.lines(UNKNOWN_COLUMN, "p.sql", "select 1;\n\nselect dely", 11, false))
        .startsWith(
            "p.sql:3: ERROR:  column \"dely\" does not exist",
            "LINE 3: select dely",
            "               ^");
  }

  @Test
  void errorWithoutPositionIsAtItsStatement() {
    SqlError error = new SqlError("ERROR", "22012", "division by zero", "of 1", null, 0);
    assertThat(ErrorRenderer.lines(error, "p.sql", "select 1;\n\nselect 1/0", 11, false))
        .containsExactly("p.sql:3: ERROR:  division by zero", "DETAIL:  of 1");
  }

  @Test
  void longLineIsCutAroundThePlace() {
    String sql = "select " + "a, ".repeat(50) + "dely" + ", b".repeat(50);
    SqlError error = new SqlError("ERROR", "42703", "no", null, null, 158);
    assertThat(ErrorRenderer.lines(error, sql, false))
        .containsExactly(
            "ERROR:  no",
            "LINE 1: ..." + "a, ".repeat(10) + "dely" + ", b".repeat(8) + ", ...",
            " ".repeat(41) + "^");
  }

  @Test
  void placeBehindTheEndIsShownAtTheEnd() {
    SqlError error = new SqlError("ERROR", "42601", "syntax error at end of input", null, null, 7);
    assertThat(ErrorRenderer.lines(error, "select", false))
        .containsExactly(
            "ERROR:  syntax error at end of input", "LINE 1: select", " ".repeat(14) + "^");
  }
}
