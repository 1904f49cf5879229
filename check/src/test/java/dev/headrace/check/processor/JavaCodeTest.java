package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JavaCodeTest {
  private static final String BLOCK = "\"\"\"";
  private static final String INDENTATION = "        ";

  @Test
  void aStatementOfSeveralLinesIsATextBlock() {
    assertThat(JavaCode.literal("SELECT id\n  FROM t\n", INDENTATION))
        .isEqualTo(
            """
            \"""
                    SELECT id
                      FROM t
                    \"""\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT 1",
        "SELECT 'a\"b', E'\\n'",
        "SELECT 1\nFROM t",
        "SELECT 1\n\n\nFROM t\n\n",
        "  SELECT 1\n    FROM t",
        "  SELECT 1\n    FROM t\n",
        "\n  SELECT 1",
        "\nSELECT 1",
        "SELECT 'blanks at the end  \nof lines \t\n\t'  ",
        "SELECT \"a\"\n, \"\"\"\", \"\"\"\"\"\n\"",
        "SELECT '\\', '\\\\s'\n\\",
        "SELECT '\r\n\f\u0001'\n",
        "  SELECT '\ra'\n    FROM t",
        "SELECT '\u00e4\ud83d\ude00'\n  ,'\u2003\n\u2003'\n",
        "\n",
        " \n",
      })
  void aLiteralHasTheText(String text) {
    assertThat(meaning(JavaCode.literal(text))).isEqualTo(text);
    assertThat(meaning(JavaCode.literal(text, INDENTATION))).isEqualTo(text);
  }

  /** What the Java language makes of a literal. */
  private static String meaning(String literal) {
    assertThat(literal.chars()).allMatch(c -> c == '\n' || c >= 32 && c <= 126);
    String code =
        Pattern.compile("\\\\(?:u([0-9a-f]{4})|.)")
            .matcher(literal)
            .replaceAll(
                escape ->
                    escape.group(1) == null
                        ? Matcher.quoteReplacement(escape.group())
                        : String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
    if (!code.startsWith(BLOCK)) {
      assertThat(code).doesNotContain("\n");
      return code.substring(1, code.length() - 1).translateEscapes();
    }
    String content = code.substring(BLOCK.length() + 1, code.length() - BLOCK.length());
    assertThat(content.replaceAll("\\\\.", "")).doesNotContain(BLOCK).doesNotEndWith("\"");
    return content.stripIndent().translateEscapes();
  }
}
