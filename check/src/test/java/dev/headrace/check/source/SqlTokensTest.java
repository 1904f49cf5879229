package dev.headrace.check.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlTokensTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "SELECT  a ,b FROM T # select a,b from T",
        "select a = 1 # SELECT a=1;",
        "select a - -1 # select a  -  -1",
        "select /* x /* y */ z */ 1 -- one # select 1",
        "select 'A  b', \"C  d\" # select   'A  b',\"C  d\"",
        "select $x$ A  b $x$ # select $x$ A  b $x$",
        "f(a, b) # f ( a , b )",
        "a::text # a :: text",
        "x IN ($1) # x in($1)",
      })
  void theLayoutDoesNotCount(String left, String right) {
    assertThat(SqlTokens.normalized(left)).isEqualTo(SqlTokens.normalized(right));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "select a # select b",
        "select 'a' # select 'A'",
        "select 'a  b' # select 'a b'",
        "select \"a\" # select \"A\"",
        "select E'a' # select E 'a'",
        "select a - - 1 # select a -- 1",
        "select 1 2 # select 12",
        "select a b # select ab",
        "select $1 # select $ 1",
        "select $$a$$ # select $$A$$",
      })
  void allElseDoes(String left, String right) {
    assertThat(SqlTokens.normalized(left)).isNotEqualTo(SqlTokens.normalized(right));
  }

  @Test
  void literalsWithALineBreakBetweenThemAreOne() {
    assertThat(SqlTokens.normalized("select 'a'\n 'b'"))
        .isEqualTo("select 'a'\n'b'")
        .isNotEqualTo(SqlTokens.normalized("select 'a' 'b'"));
  }
}
