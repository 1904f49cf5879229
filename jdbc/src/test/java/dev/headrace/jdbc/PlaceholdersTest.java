package dev.headrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Question marks that are parameters, and those that are not. */
final class PlaceholdersTest {
  @Test
  void questionMarksAreNumbered() {
    assertThat(Placeholders.numbered("SELECT ? WHERE a = ? AND b ?? 'x'"))
        .isEqualTo("SELECT $1 WHERE a = $2 AND b ? 'x'");
  }

  @Test
  void thoseInStringsAndCommentsStay() {
    assertThat(Placeholders.numbered("SELECT 'a?''?', E'\\'?', \"a?\" -- ?\n, ? /* ? */"))
        .isEqualTo("SELECT 'a?''?', E'\\'?', \"a?\" -- ?\n, $1 /* ? */");
    assertThat(Placeholders.numbered("SELECT $$?$$, $a$ ? $$ ? $a$, ?"))
        .isEqualTo("SELECT $$?$$, $a$ ? $$ ? $a$, $1");
    assertThat(Placeholders.numbered("SELECT /* ? /* ? */ ? */ ?"))
        .isEqualTo("SELECT /* ? /* ? */ ? */ $1");
  }

  @Test
  void aDollarInANameOpensNoString() {
    assertThat(Placeholders.numbered("SELECT a$b$, ?, c$b$")).isEqualTo("SELECT a$b$, $1, c$b$");
  }
}
