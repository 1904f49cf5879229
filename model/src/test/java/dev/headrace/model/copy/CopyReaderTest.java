package dev.headrace.model.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What COPY FROM makes of its input; every expectation is PostgreSQL 15's answer. */
final class CopyReaderTest {
  private static final List<Field> FIELDS =
      List.of(
          Field.of("a", SqlType.INTEGER), Field.of("b", SqlType.TEXT), Field.of("c", SqlType.TEXT));

  /** Gives a few bytes at a time, so that every boundary is one of a read too. */
  private static final class Trickle extends InputStream {
    private final ByteArrayInputStream bytes;
    private final int atMost;

    Trickle(String text, int atMost) {
      this.bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      this.atMost = atMost;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, Math.min(length, atMost));
    }
  }

  private static String read(CopyFormat format, List<Field> fields, String text, int atMost) {
    CopyReader reader =
        CopyReader.of(format, "t", fields, ZoneOffset.UTC, new Trickle(text, atMost));
    Batch batch = new Batch();
    try {
      while (reader.read(batch, batch.end() + 100)) {
        assertThat(batch.end()).isPositive();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    RowReader rows = new RowReader(RowLayout.of(fields));
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < batch.end(); row = batch.next(row)) {
      lines.add(
          rows.get(batch.bytes(), row).stream()
              .map(value -> value == null ? "null" : "<" + value + ">")
              .collect(Collectors.joining(" ")));
    }
    return String.join("; ", lines);
  }

  private static String read(CopyFormat format, String text) {
    String whole = read(format, FIELDS, text, Integer.MAX_VALUE);
    assertThat(read(format, FIELDS, text, 1)).as("byte by byte").isEqualTo(whole);
    return whole;
  }

  private static void fails(
      CopyFormat format, String text, String sqlState, String message, String context) {
    for (int atMost : new int[] {1, 1000}) {
      assertThatThrownBy(() -> read(format, FIELDS, text, atMost))
          .isInstanceOfSatisfying(
              SqlException.class,
              e -> {
                assertThat(e.message()).isEqualTo(message);
                assertThat(e.sqlState()).isEqualTo(sqlState);
                assertThat(e.context()).isEqualTo(context);
              });
    }
  }

  private static CopyFormat with(CopyFormat.Kind kind, char delimiter, String nullText) {
    BitSet none = new BitSet();
    return new CopyFormat(
        kind, delimiter, nullText, CopyFormat.Header.NONE, '"', '"', none, none, none);
  }

  // ---- text

  @Test
  void textHasTabsAndNulls() {
    assertThat(read(CopyFormat.text(), "1\tx\t\n\\N\t\\N\ty z\n"))
        .isEqualTo("<1> <x> <>; null null <y z>");
    assertThat(read(CopyFormat.text(), "")).isEmpty();
    assertThat(read(CopyFormat.text(), "1\tx\ty")).as("no last newline").isEqualTo("<1> <x> <y>");
  }

  @Test
  void textEscapes() {
    assertThat(read(CopyFormat.text(), "1\t\\b\\f\\n\\r\\t\\v\\\\\t\\q\\\t\\\n\n"))
        .isEqualTo("<1> <\b\f\n\r\t\u000b\\> <q\t\n>");
    assertThat(read(CopyFormat.text(), "1\t\\101\\1019\\7x\t\\x41\\x4\\xg\\x414\n"))
        .isEqualTo("<1> <AA9\u0007x> <A\u0004xgA4>");
    assertThat(read(CopyFormat.text(), "1\t\\\\N\tx\\N\n")).isEqualTo("<1> <\\N> <xN>");
  }

  @Test
  void aNullIsComparedBeforeEscapesAreUndone() {
    CopyFormat format = with(CopyFormat.Kind.TEXT, '|', "nil");
    assertThat(read(format, "nil|nil|\\nil\n")).isEqualTo("null null <\nil>");
    assertThat(read(format, "1|\\||n\\il\n")).isEqualTo("<1> <|> <nil>");
    assertThat(read(with(CopyFormat.Kind.TEXT, ',', ""), "1,,\n")).isEqualTo("<1> null null");
  }

  @Test
  void linesEndAlike() {
    assertThat(read(CopyFormat.text(), "1\ta\tb\r\n2\tc\td\r\n"))
        .isEqualTo("<1> <a> <b>; <2> <c> <d>");
    assertThat(read(CopyFormat.text(), "1\ta\tb\r2\tc\td\r")).isEqualTo("<1> <a> <b>; <2> <c> <d>");
    fails(
        CopyFormat.text(),
        "1\ta\tb\n2\tc\td\r\n",
        "22P04",
        "literal carriage return found in data",
        "COPY t, line 2");
    fails(
        CopyFormat.text(),
        "1\ta\tb\r\n2\tc\td\n",
        "22P04",
        "literal newline found in data",
        "COPY t, line 2");
    fails(
        CopyFormat.csv(false),
        "1,a,b\n2,c\r,d\n",
        "22P04",
        "unquoted carriage return found in data",
        "COPY t, line 2");
  }

  @Test
  void aMarkEndsEverything() {
    assertThat(read(CopyFormat.text(), "1\ta\tb\n\\.\nrubbish\n")).isEqualTo("<1> <a> <b>");
    assertThat(read(CopyFormat.csv(false), "1,a,b\n\\.\nrubbish\n")).isEqualTo("<1> <a> <b>");
    assertThat(read(CopyFormat.csv(false), "1,a,\\.\n")).isEqualTo("<1> <a> <\\.>");
  }

  @Test
  void everyLineHasTheColumns() {
    fails(
        CopyFormat.text(),
        "1\ta\tb\n2\tc\n",
        "22P04",
        "missing data for column \"c\"",
        "COPY t, line 2: \"2\tc\"");
    fails(
        CopyFormat.text(),
        "1\ta\tb\textra\n",
        "22P04",
        "extra data after last expected column",
        "COPY t, line 1: \"1\ta\tb\textra\"");
    fails(
        CopyFormat.text(),
        "\n",
        "22P02",
        "invalid input syntax for type integer: \"\"",
        "COPY t, line 1, column a: \"\"");
  }

  @Test
  void anErrorSaysWhere() {
    fails(
        CopyFormat.text(),
        "1\ta\tb\nx1\tc\td\n",
        "22P02",
        "invalid input syntax for type integer: \"x1\"",
        "COPY t, line 2, column a: \"x1\"");
    String longValue = "9".repeat(120);
    fails(
        CopyFormat.csv(false),
        longValue + ",c,d\n",
        "22003",
        "value \"" + longValue + "\" is out of range for type integer",
        "COPY t, line 1, column a: \"" + "9".repeat(100) + "...\"");
  }

  // ---- CSV

  @Test
  void csvQuotes() {
    assertThat(read(CopyFormat.csv(false), "1,\"x, \"\"y\"\"\",\"two\nlines\"\n2,a\"b,c\"d,\"\"\n"))
        .isEqualTo("<1> <x, \"y\"> <two\nlines>; <2> <ab,cd> <>");
  }

  @Test
  void csvNulls() {
    assertThat(read(CopyFormat.csv(false), ",,\"\"\n1,a,\n"))
        .isEqualTo("null null <>; <1> <a> null");
    BitSet second = new BitSet();
    second.set(1);
    BitSet third = new BitSet();
    third.set(2);
    CopyFormat forced =
        new CopyFormat(
            CopyFormat.Kind.CSV,
            ',',
            "nil",
            CopyFormat.Header.NONE,
            '"',
            '"',
            new BitSet(),
            second,
            third);
    assertThat(read(forced, "nil,nil,nil\n1,x,\"nil\"\n"))
        .isEqualTo("null <nil> null; <1> <x> null");
  }

  @Test
  void csvWithAnEscapeOfItsOwn() {
    BitSet none = new BitSet();
    CopyFormat format =
        new CopyFormat(
            CopyFormat.Kind.CSV, ';', "", CopyFormat.Header.NONE, '\'', '\\', none, none, none);
    assertThat(read(format, "1;'it\\'s \\\\ \\x;\n';a\\b\n"))
        .isEqualTo("<1> <it's \\ \\x;\n> <a\\b>");
  }

  @Test
  void csvThatIsNotClosed() {
    fails(
        CopyFormat.csv(false),
        "1,\"a,b\n2,c,d\n",
        "22P04",
        "unterminated CSV quoted field",
        "COPY t, line 1: \"1,\"a,b\n2,c,d\n\"");
  }

  @Test
  void aHeaderIsSkippedOrMatched() {
    assertThat(read(CopyFormat.csv(true), "any,thing\n1,a,b\n")).isEqualTo("<1> <a> <b>");
    assertThat(read(CopyFormat.csv(true), "")).isEmpty();
    BitSet none = new BitSet();
    CopyFormat match =
        new CopyFormat(
            CopyFormat.Kind.CSV, ',', "", CopyFormat.Header.MATCH, '"', '"', none, none, none);
    assertThat(read(match, "a,\"b\",c\n1,a,b\n")).isEqualTo("<1> <a> <b>");
    fails(
        match,
        "a,c,b\n",
        "22P04",
        "column name mismatch in header line field 2: got \"c\", expected \"b\"",
        "COPY t, line 1: \"a,c,b\"");
    fails(
        match,
        "a,b\n",
        "22P04",
        "wrong number of fields in header line: got 2, expected 3",
        "COPY t, line 1: \"a,b\"");
    fails(
        match,
        "a,,c\n",
        "22P04",
        "column name mismatch in header line field 2: got null value (\"\"), expected \"b\"",
        "COPY t, line 1: \"a,,c\"");
  }

  @Test
  void limitsOfTypesHold() {
    List<Field> fields =
        List.of(Field.of("v", SqlType.varchar(3)), Field.of("n", SqlType.numeric(4, 1)));
    assertThat(read(CopyFormat.csv(false), fields, "abc  ,12.36\n", 100)).isEqualTo("<abc> <12.4>");
    assertThatThrownBy(() -> read(CopyFormat.csv(false), fields, "abcd,1\n", 100))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.sqlState()).isEqualTo("22001");
              assertThat(e.context()).isEqualTo("COPY t, line 1, column v: \"abcd\"");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 131_072})
  void linesMayBeLongerThanTheWindow(int length) {
    String text = "x".repeat(length);
    String line = "1\t" + text + "\ty\r\n";
    assertThat(read(CopyFormat.text(), FIELDS, line + line, 8191))
        .isEqualTo("<1> <" + text + "> <y>; <1> <" + text + "> <y>");
  }
}
