package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SourcePlacesTest {
  private static final String Q = "\"\"\"";

  private static String place(String source, String value, String method, String word) {
    SourcePlaces places = SourcePlaces.find(source, value, method).orElseThrow();
    int index = value.indexOf(word);
    return places.line(index) + ":" + places.column(index);
  }

  @Test
  void aTextBlockLosesItsIndentation() {
    String source =
        "interface A { // \"no literal\n  @Query("
            + Q
            + "\n      SELECT a,\n        b  \n      "
            + Q
            + ")\n  int f();\n}";
    assertThat(place(source, "SELECT a,\n  b\n", "f", "a,")).isEqualTo("3:14");
    assertThat(place(source, "SELECT a,\n  b\n", "f", "b")).isEqualTo("4:9");
  }

  @Test
  void escapesCountAsWritten() {
    String source = "@Query(\"a\\t\\\"b\\\" \\101 c\") int f();";
    assertThat(place(source, "a\t\"b\" A c", "f", "c")).isEqualTo("1:23");
  }

  @Test
  void aLineOfATextBlockMayGoOn() {
    String source = "@Query(" + Q + "\n  SELECT \\\n  a\n  " + Q + ") int f();";
    assertThat(place(source, "SELECT a\n", "f", "a")).isEqualTo("3:3");
  }

  @Test
  void linesMayEndAsOnWindows() {
    String source = "@Query(" + Q + "\r\n  SELECT \\\r\n  a,\r\n  b\r\n  " + Q + ") int f();";
    assertThat(place(source, "SELECT a,\nb\n", "f", "a")).isEqualTo("3:3");
    assertThat(place(source, "SELECT a,\nb\n", "f", "b")).isEqualTo("4:3");
  }

  @Test
  void quotesInCharactersBeginNoLiteral() {
    String source = "char a = '\"', b = '\\'', c = '\\u0022'; @Query(\"x\") int f();";
    assertThat(place(source, "x", "f", "x")).isEqualTo("1:" + (source.indexOf("\"x\"") + 2));
  }

  @Test
  void ofEqualLiteralsTheOneBeforeTheMethodCounts() {
    String source = "@Query(\"x\") int f();\n@Query(\"x\") int g();";
    assertThat(place(source, "x", "f", "x")).isEqualTo("1:9");
    assertThat(place(source, "x", "g", "x")).isEqualTo("2:9");
  }

  @Test
  void whatIsNotWrittenAsOneLiteralHasNoPlaces() {
    assertThat(SourcePlaces.find("@Query(\"a\" + \"b\") int f();", "ab", "f")).isEmpty();
  }
}
