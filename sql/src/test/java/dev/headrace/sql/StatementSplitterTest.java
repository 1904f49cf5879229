package dev.headrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are split where the parser would split them. */
final class StatementSplitterTest {
  @Test
  void emptyStatementsAndWhatStandsAroundOthersAreLeftOut() {
    assertThat(StatementSplitter.split(";; -- one\n SELECT 1 ;\n/* two */ SELECT 2 /* end */\n"))
        .containsExactly(
            new StatementSplitter.Piece("SELECT 1 ", 11),
            new StatementSplitter.Piece("SELECT 2 /* end */\n", 32));
    assertThat(StatementSplitter.split(" -- nothing; at all")).isEmpty();
    assertThat(StatementSplitter.split("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';'; SELECT 'it''s;'",
        "SELECT E'\\';'; SELECT E'\\\\'; SELECT 1",
        "SELECT \"a;b\"\"\" FROM t; SELECT 1",
        "SELECT $$;$$; SELECT $a$ $$;$b$ $a$; SELECT $1; SELECT 2",
        "SELECT 1 -- ;\n; SELECT 2; -- '",
        "SELECT /* ; /* ; */ ' */ 1; SELECT 4 / 2; SELECT 3 - -1",
        "SELECT 1 -- line\r; SELECT 2",
        "CREATE VIEW v AS SELECT 'a'\n';b'; COMMENT ON VIEW v IS ';'",
        "SELECT /*/**/*/ 1; SELECT 2 /**/ /* /* a */ */; /* ' */ SELECT '/* /*'; SELECT '*/ */'",
        "SELECT U&'\\003B;' AS \"ü;\", 'é;'; SELECT x'0f', n';'",
      })
  void likeTheParser(String text) {
    List<ParsedStatement> parsed = SqlParser.parse(text);
    List<StatementSplitter.Piece> pieces = StatementSplitter.split(text);
    assertThat(pieces)
        .extracting(StatementSplitter.Piece::offset)
        .isEqualTo(parsed.stream().map(ParsedStatement::offset).toList());
    for (int i = 0; i < pieces.size(); i++) {
      assertThat(pieces.get(i).text()).startsWith(parsed.get(i).text());
    }
  }
}
