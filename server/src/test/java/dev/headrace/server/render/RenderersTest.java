package dev.headrace.server.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.server.client.Column;
import dev.headrace.server.client.Column.Style;
import dev.headrace.server.client.ResultSink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RenderersTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("origin", Style.TEXT),
          new Column("flights", Style.NUMBER),
          new Column("busy", Style.BOOLEAN));

  @Test
  void tableAlignsNumbersToTheRight() {
    assertThat(render(OutputFormat.TABLE))
        .isEqualTo(
            """
             origin | flights | busy
            --------+---------+------
             ATL    |   98304 | t
                    |     7.5 |
            (2 rows)

            """);
  }

  @Test
  void quietTableHasNoRowCount() {
    StringWriter text = new StringWriter();
    ResultSink sink = OutputFormat.TABLE.sink(new PrintWriter(text), true);
    push(sink);
    sink.command("CREATE TABLE");
    assertThat(text.toString()).endsWith("7.5 |\n");
  }

  @Test
  void tableShowsLinesOfAValueBelowEachOther() {
    List<Column> columns = List.of(new Column("plan", Style.TEXT), new Column("n", Style.NUMBER));
    assertThat(TableRenderer.lines(columns, List.of(List.of("a\nlonger", "1"))))
        .containsExactly("  plan  | n", "--------+---", " a     +| 1", " longer |");
  }

  @Test
  void tableCountsWideCharactersTwice() {
    List<Column> columns = List.of(new Column("c", Style.TEXT), new Column("d", Style.TEXT));
    assertThat(TableRenderer.lines(columns, List.of(List.of("日本", "x"), List.of("abcd", "y"))))
        .endsWith(" 日本 | x", " abcd | y");
  }

  @Test
  void expandedHasALinePerValue() {
    assertThat(render(OutputFormat.EXPANDED))
        .isEqualTo(
            """
            -[ RECORD 1 ]-------
            origin  | ATL
            flights | 98304
            busy    | t
            -[ RECORD 2 ]-------
            origin  |
            flights | 7.5
            busy    |

            """);
  }

  @Test
  void csvHasAHeaderLine() {
    assertThat(render(OutputFormat.CSV)).isEqualTo("origin,flights,busy\nATL,98304,t\n,7.5,\n");
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    StringWriter text = new StringWriter();
    ResultSink sink = OutputFormat.CSV.sink(new PrintWriter(text), false);
    sink.begin(List.of(new Column("a,b", Style.TEXT)));
    for (String value : List.of("", "a\"b", "a\nb", "a\rb", "\\.", "plain")) {
      sink.row(List.of(value));
    }
    sink.end("SELECT 6");
    assertThat(text.toString())
        .isEqualTo("\"a,b\"\n\"\"\n\"a\"\"b\"\n\"a\nb\"\n\"a\rb\"\n\"\\.\"\nplain\n");
  }

  @Test
  void jsonIsAnArrayOfObjects() {
    assertThat(render(OutputFormat.JSON))
        .isEqualTo(
            """
            [
              {"origin": "ATL", "flights": 98304, "busy": true},
              {"origin": null, "flights": 7.5, "busy": null}
            ]
            """);
  }

  @Test
  void jsonOfNoRowsIsAnEmptyArray() {
    StringWriter text = new StringWriter();
    ResultSink sink = OutputFormat.JSON.sink(new PrintWriter(text), false);
    sink.begin(COLUMNS);
    sink.end("SELECT 0");
    assertThat(text.toString()).isEqualTo("[]\n");
  }

  @Test
  void jsonWritesWhatItLacksAsStringsAndDocumentsAsTheyAre() {
    StringWriter text = new StringWriter();
    ResultSink sink = OutputFormat.JSON.sink(new PrintWriter(text), false);
    sink.begin(
        List.of(
            new Column("n", Style.NUMBER),
            new Column("j", Style.JSON),
            new Column("t", Style.TEXT)));
    sink.row(List.of("-Infinity", "{\"a\": [1]}", "\"\\\n\u0001"));
    sink.end("SELECT 1");
    assertThat(text.toString())
        .isEqualTo(
            "[\n  {\"n\": \"-Infinity\", \"j\": {\"a\": [1]}, \"t\": \"\\\"\\\\\\n\\u0001\"}\n]\n");
  }

  private static String render(OutputFormat format) {
    StringWriter text = new StringWriter();
    push(format.sink(new PrintWriter(text), false));
    return text.toString();
  }

  private static void push(ResultSink sink) {
    sink.begin(COLUMNS);
    sink.row(List.of("ATL", "98304", "t"));
    sink.row(Arrays.asList(null, "7.5", null));
    sink.end("SELECT 2");
  }
}
