package dev.headrace.server.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.SqlException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VariablesTest {
  private static final Map<String, String> VALUES =
      Map.of("n", "42", "path", "it's/a.csv", "column", "a\"b");

  @Test
  void plainVariableIsItsText() {
    assertThat(replace("limit :n;")).isEqualTo("limit 42;");
  }

  @Test
  void quotedVariableIsAStringConstant() {
    assertThat(replace("path = :'path'")).isEqualTo("path = 'it''s/a.csv'");
  }

  @Test
  void doubleQuotedVariableIsAnIdentifier() {
    assertThat(replace("select :\"column\"")).isEqualTo("select \"a\"\"b\"");
  }

  @Test
  void stringsNamesAndCommentsStayAsTheyAre() {
    String sql = "select ':n', \":n\", $$:n$$ -- :n\n /* :n */";
    assertThat(replace(sql)).isEqualTo(sql);
  }

  @Test
  void castsAndSlicesAreNoVariables() {
    String sql = "select x::text, a[1:2], a[:2]";
    assertThat(replace(sql)).isEqualTo(sql);
  }

  @Test
  void castOfAVariable() {
    assertThat(replace(":n::text")).isEqualTo("42::text");
  }

  @Test
  void valueIsNotSearchedForVariables() {
    assertThat(Variables.replace(":a", Map.of("a", ":b"))).isEqualTo(":b");
  }

  @Test
  void missingValueIsAnErrorAtItsPlace() {
    SqlException error =
        catchThrowableOfType(SqlException.class, () -> replace("select 1,\n  :missing"));
    assertThat(error).hasMessage("variable \"missing\" is not set");
    assertThat(error.position()).isEqualTo(new SqlException.Position(2, 3, 13));
    assertThat(error.hint()).isEqualTo("Set it with -D missing=value.");
  }

  private static String replace(String sql) {
    return Variables.replace(sql, VALUES);
  }
}
